//! What can be done beside reading a record.

use std::fmt;

macro_rules! deeds {
    ($($variant:ident $word:literal $doc:literal;)*) => {
        /// What can be done beside reading a record that one sees.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Deed { $(#[doc = $doc] $variant,)* }

        impl Deed {
            /// All deeds, in their stable order.
            pub const ALL: &'static [Deed] = &[$(Deed::$variant,)*];

            /// The word used in documents and in the audit log.
            pub const fn as_str(self) -> &'static str {
                match self { $(Deed::$variant => $word,)* }
            }

            /// What it is.
            pub const fn describe(self) -> &'static str {
                match self { $(Deed::$variant => $doc,)* }
            }
        }
    };
}

deeds! {
    WriteNotice "write-notice" "Store notices of the own organisation, one by one or as a batch.";
    WriteRemains "write-remains" "Store remains of the own organisation, one by one or as a batch.";
    WriteShelter "write-shelter" "Store intakes of the own shelter, one by one or as a batch.";
    List "list" "List and read the records that the role sees.";
    Search "search" "Search by text and filters.";
    Compare "compare" "See candidates and their evidence.";
    Describe "describe" "Compare a description that is not stored.";
    Judge "judge" "Call a pair possible, unsure or ruled out, refer it, reopen it.";
    JoinDuplicates "join-duplicates" "Say that two records are of one person.";
    ImportRuledOut "import-ruled-out" "Bring in pairs that were ruled out elsewhere.";
    Identify "identify" "Sign for one of the two records of an identification, or call it premature.";
    LocateAdult "locate-adult" "End a pair with a living adult as located.";
    LocateChild "locate-child" "End a pair with a living child, or with somebody who may be one, as located.";
    Notified "notified" "Read and acknowledge the consular notices of the own country.";
    Escalate "escalate" "See which consular notices nobody has acknowledged.";
    Publish "publish" "Publish and withdraw notices of the own organisation.";
    Erase "erase" "Erase records for good.";
    Hold "hold" "See records under protection hold, put records under it and release them.";
    ReadAudit "read-audit" "Read the audit log.";
    ManageTokens "manage-tokens" "See which tokens there are and revoke them.";
}

impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
