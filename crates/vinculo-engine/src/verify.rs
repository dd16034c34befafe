//! Whether the store is sound and every projection agrees with its log.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::PoisonError;

use vinculo_record::{Kind, RecordKey};
use vinculo_store::{
    NewNotification, NotificationEvent, NotificationFilter, Outbox, RecordStore, VerifyReport,
};

use crate::consular;
use crate::document::today;
use crate::engine::{Engine, read_stored};
use crate::error::Result;
use crate::follow::Step;
use crate::matching::Matching;

/// Notifications read at a time. Bounds memory; moves no result.
const STEP: usize = 1_000;

/// What was checked and what is wrong.
pub struct Verification {
    /// The store's own report.
    pub store: VerifyReport,
    /// Records that the index holds.
    pub indexed: u64,
    /// Records that the profiles hold.
    pub profiles: u64,
    /// Pictures that records show.
    pub pictures: u64,
    /// What is wrong with the projections: keys and codes, no content.
    pub findings: Vec<String>,
}

impl Verification {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.store.is_sound() && self.findings.is_empty()
    }
}

impl Engine {
    /// Reads everything: the store's structure and checksums, the index's files,
    /// and that index and profiles hold exactly the current records that are not
    /// under protection hold. The profiles are made anew by following the log from
    /// its first entry.
    ///
    /// # Errors
    /// When something cannot be read at all.
    pub fn verify(&self) -> Result<Verification> {
        let mut verification = Verification {
            store: self.store.verify()?,
            indexed: 0,
            profiles: 0,
            pictures: 0,
            findings: Vec::new(),
        };
        if !verification.store.is_sound() {
            return Ok(verification);
        }
        let expected = self.expected()?;
        self.verify_index(&expected, &mut verification)?;
        let mut matching = Matching::empty();
        let last = self.store.last_seq()?;
        while let Some(step) = Step::next(&self.store, matching.seq(), last)? {
            matching.apply(&step.read(&self.store)?, step.last);
        }
        let held: BTreeMap<RecordKey, u32> =
            Kind::ALL.into_iter().flat_map(|kind| matching.versions(kind)).collect();
        verification.profiles = held.len() as u64;
        compare("profiles", &expected, &held, &mut verification.findings);
        // What a batch has yet to tell consulates is told by whoever writes.
        if !self.store.is_settling()? {
            self.verify_notifications(&mut verification.findings)?;
        }
        let (pictures, findings) = self.verify_pictures(&expected)?;
        verification.pictures = pictures;
        verification.findings.extend(findings);
        Ok(verification)
    }

    fn verify_index(
        &self,
        expected: &BTreeMap<RecordKey, u32>,
        verification: &mut Verification,
    ) -> Result<()> {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner).clone();
        let findings = &mut verification.findings;
        let Some(index) = index else {
            findings.push("index missing: run 'vinculo reindex'".to_owned());
            return Ok(());
        };
        index.check_files()?;
        let (at, log) = (index.last_seq()?, self.store.last_seq()?.unsigned_abs());
        // What a batch has staged need not be there.
        if at > log || self.store.count_changes(at.cast_signed(), 1)? > 0 {
            findings.push(format!("index at entry {at} of {log}: run 'vinculo reindex'"));
        }
        let held = index.records()?;
        verification.indexed = held.len() as u64;
        compare("index", expected, &held, findings);
        Ok(())
    }

    /// Every child that was received was told of, and nothing is told of a held record.
    fn verify_notifications(&self, findings: &mut Vec<String>) -> Result<()> {
        let mut told: BTreeMap<RecordKey, BTreeSet<NewNotification>> = BTreeMap::new();
        let mut in_pairs: BTreeSet<RecordKey> = BTreeSet::new();
        let mut after = 0;
        loop {
            let page = self.store.notifications(&NotificationFilter::default(), after, STEP)?;
            let Some(last) = page.last() else { break };
            after = last.no;
            for it in page.into_iter().filter(|it| it.event != NotificationEvent::Retracted) {
                let told = told.entry(it.record.clone()).or_default();
                match it.other {
                    Some(other) => in_pairs.extend([it.record, other]),
                    None => {
                        told.insert(NewNotification {
                            event: it.event,
                            child: it.child,
                            to: it.to,
                        });
                    }
                }
            }
        }
        let silent_until = self.store.silent_until()?;
        for kind in Kind::ALL {
            let mut failed = None;
            self.store.for_each_current(kind, &mut |stored| {
                let seq = stored.seq;
                let found = match read_stored(stored) {
                    Ok(found) => found,
                    Err(error) => {
                        failed = Some(error);
                        return ControlFlow::Break(());
                    }
                };
                let key = &found.record.key;
                let shall = consular::of_record(&found.record, today());
                let told = told.get(key).cloned().unwrap_or_default();
                let missing = shall.received.iter().any(|it| !told.contains(it));
                let unwanted = told.iter().any(|it| !shall.received.contains(it))
                    || (shall.held && in_pairs.contains(key));
                if unwanted || (missing && seq > silent_until) {
                    findings.push(format!("notifications: those of {} differ", key.qualified()));
                }
                ControlFlow::Continue(())
            })?;
            failed.map_or(Ok(()), Err)?;
        }
        Ok(())
    }

    /// Keys and versions of what projections must hold.
    fn expected(&self) -> Result<BTreeMap<RecordKey, u32>> {
        let mut expected = BTreeMap::new();
        let mut failed = None;
        for kind in Kind::ALL {
            self.store.for_each_current(kind, &mut |stored| match read_stored(stored) {
                Ok(found) => {
                    if !found.record.protection_hold {
                        expected.insert(found.record.key, found.stored.version);
                    }
                    ControlFlow::Continue(())
                }
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            })?;
        }
        failed.map_or(Ok(expected), Err)
    }
}

pub(crate) fn compare(
    what: &str,
    expected: &BTreeMap<RecordKey, u32>,
    held: &BTreeMap<RecordKey, u32>,
    findings: &mut Vec<String>,
) {
    for (key, version) in expected {
        match held.get(key) {
            None => findings.push(format!("{what}: {} is missing", key.qualified())),
            Some(held) if held != version => findings
                .push(format!("{what}: {} has version {held}, not {version}", key.qualified())),
            Some(_) => {}
        }
    }
    for key in held.keys().filter(|key| !expected.contains_key(*key)) {
        findings.push(format!("{what}: {} should not be there", key.qualified()));
    }
}
