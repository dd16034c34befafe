//! Verification of a candidate: geometry and colour, inside photographs only.

use crate::colours::{Agreement, GRID};
use crate::contradiction::{shows_other, shows_same_inside};
use crate::features::Point;
use crate::matching::{Alignment, Alike, Side};
use crate::quad::{Homography, Quad};
use crate::sketch::SketchFrame;
use crate::{Code, Query, Region, Stored, Tier, Verdict};

/// Bits within which two codes are the same picture by themselves. PDQ's guidance is 31, and its distances are even
/// (reference, section 7).
pub const STRONG_RADIUS: u32 = 30;
/// Bits within which two codes make a candidate (reference, section 1).
pub const CANDIDATE_RADIUS: u32 = 60;
/// Distinct points that one map must take to their places. *Judgement*, to be measured with `benches/`.
pub const LEAST_INLIERS: u32 = 9;
/// So many are enough where codes are near besides and coarse luminance agrees closely: a small photograph on a card has
/// few points. *Judgement.*
const FEW_INLIERS: u32 = 6;
const AGREES_CLOSELY: f32 = 0.9;
/// So many that something laid over the picture, a bar over the eyes, does not make them chance. *Judgement*: twice
/// the least.
const MANY_INLIERS: u32 = 2 * LEAST_INLIERS;
/// The share of all stored points that does not leave room for another photograph between them. *Judgement*: of two pages
/// of one form whose photographs were hidden no more than 30 of 64 lay in their places.
const NO_OTHER: f32 = 0.46;
/// Correlation of coarse luminance around the points. *Judgement*, to be measured with `benches/`.
const AGREES: f32 = 0.6;
/// Share of the stored photograph that the points must span, by the rectangle around them. *Judgement.*
const SPREAD: f32 = 0.02;
/// Correlation of coarse luminance below which the overlap contradicts the points, and above which it confirms near
/// codes. *Judgement*, to be measured with `benches/`.
const CONTRADICTS: f32 = 0.5;
const CONFIRMS: f32 = 0.96;
/// Bits within which codes need no more than close agreement instead. *Judgement*: of codes so near, less than one pair in ten
/// million shows two pictures.
const CLOSE_RADIUS: u32 = 36;
/// The nearest pairs of views whose geometry is tried. *Judgement.*
const VIEWS_TRIED: usize = 3;

/// Holds a query against one stored picture: codes, then geometry and coarse colour. Only photographs are held
/// against each other, never the forms that they are printed on.
pub fn verify(query: &Query, stored: &Stored) -> Verdict {
    if query.blank() || stored.blank() {
        return Verdict::NONE;
    }
    let (verdict, _) = judge(query, stored, near_views(query, stored));
    if verdict.tier.same_picture() {
        return verdict;
    }
    match (&query.page, stored.page()) {
        (Some(page), None) => by_page(query, page, stored),
        (None, Some(page)) => by_photographs(query, stored, page),
        _ => None,
    }
    .unwrap_or(verdict)
}

/// The verdict by the two's [`near_views`] and points, and the overlap on which it rests where they are the same picture.
fn judge<'a>(
    query: &'a Query,
    stored: &'a Stored,
    mut near: Vec<Near>,
) -> (Verdict, Option<Held<'a>>) {
    let distance = near.first().map(|near| near.distance);
    near.retain(|near| near.distance <= CANDIDATE_RADIUS);
    near.truncate(VIEWS_TRIED);
    let by_points = best_alignment(query, stored, &near);
    let inliers = by_points.as_ref().map_or(0, |found| found.inliers);
    let by_view = near
        .iter()
        .filter_map(|near| near.held(query, stored))
        .max_by(|a, b| a.agreement.luminance.total_cmp(&b.agreement.luminance));

    let within = |radius| distance.is_some_and(|distance| distance <= radius);
    let strong = within(STRONG_RADIUS);
    let verdict = |tier, held: Option<Held<'a>>| {
        let regions = held.as_ref().map(|held| held.regions);
        (Verdict { tier, distance, inliers, regions }, held)
    };
    if strong && (query.views.is_empty() || stored.is_bare()) {
        return verdict(Tier::Strong, None);
    }
    if let Some(held) = &by_view
        && held.agreement.colour
    {
        if strong && held.agreement.luminance >= CONTRADICTS {
            return verdict(Tier::Strong, by_view);
        }
        let confirms = if within(CLOSE_RADIUS) { AGREES_CLOSELY } else { CONFIRMS };
        if held.agreement.luminance >= confirms && !held.shows_other() {
            return verdict(Tier::Verified, by_view);
        }
    }
    // Codes as near as that need no more than points in their places and nothing that contradicts: an even picture has
    // no coarse luminance to agree.
    let confirmed =
        |found: &Held<'_>| strong && found.placed() && found.agreement.luminance >= CONTRADICTS;
    if let Some(found) = by_points
        && (found.accepted() || confirmed(&found))
    {
        return verdict(Tier::Verified, Some(found));
    }
    match distance {
        Some(..=CANDIDATE_RADIUS) => verdict(Tier::Candidate, by_view),
        _ => verdict(Tier::None, None),
    }
}

/// A pair of views by the distance of their codes.
struct Near {
    distance: u32,
    view: usize,
    code: usize,
}

/// The overlap of a stored frame and a query's under a map.
struct Held<'a> {
    stored: &'a SketchFrame,
    wanted: &'a SketchFrame,
    /// From shares of the stored frame to shares of the query's.
    map: Homography,
    agreement: Agreement,
    regions: (Region, Region),
    inliers: u32,
    spread: f32,
    /// Whether some views of the two have codes within [`CANDIDATE_RADIUS`].
    are_codes_near: bool,
    /// Whether the two show different things somewhere; found out where points might be enough.
    contradicted: bool,
}

impl Held<'_> {
    /// Whether the two show different things somewhere.
    fn shows_other(&self) -> bool {
        shows_other(&self.stored.colours, &self.wanted.colours, &self.map)
    }

    /// Whether the two show the same inside a part of the query's frame.
    fn shows_same_inside(&self, part: &Quad) -> bool {
        let inside = self.map.inverse().apply_quad(part).bounds();
        shows_same_inside(&self.stored.colours, &self.wanted.colours, &self.map, inside)
    }

    /// What is accepted comes first, then what has more points.
    fn rank(&self) -> (bool, u32) {
        (self.accepted(), self.inliers)
    }

    fn accepted(&self) -> bool {
        self.agrees() && !self.contradicted
    }

    /// Whether points lie where they should and the luminance around them agrees.
    fn agrees(&self) -> bool {
        let Agreement { luminance, beneath, .. } = self.agreement;
        let by_few = self.are_codes_near && self.lie_well(FEW_INLIERS);
        self.placed() && (luminance >= AGREES || self.inliers >= MANY_INLIERS && beneath >= AGREES)
            || by_few && luminance >= AGREES_CLOSELY
    }

    /// Whether so many of the stored points lie where they should, or codes are near besides, that no other photograph
    /// can stand between them.
    fn is_beyond_doubt(&self, points: usize) -> bool {
        let most = self.inliers as f32 >= NO_OTHER * points as f32;
        self.inliers >= MANY_INLIERS && (self.are_codes_near || most)
    }

    /// Whether points enough lie where they should, coarse luminance apart.
    fn placed(&self) -> bool {
        self.lie_well(LEAST_INLIERS)
    }

    fn lie_well(&self, least: u32) -> bool {
        self.inliers >= least && self.spread >= SPREAD && self.agreement.colour
    }
}

fn near_views(query: &Query, stored: &Stored) -> Vec<Near> {
    let mut near: Vec<Near> = Vec::new();
    for (code, one) in stored.codes.iter().enumerate().filter(|(_, one)| one.part.decides()) {
        near.extend(query.codes.iter().enumerate().map(|(view, wanted)| Near {
            distance: wanted.distance(&one.code),
            view,
            code,
        }));
    }
    near.sort_by_key(|near| (near.distance, near.code, near.view));
    near
}

impl Near {
    /// The stored frame, the query's, and the map if the two views show the same.
    fn map(&self, query: &Query, stored: &Stored) -> Option<(usize, usize, Homography)> {
        let view = query.views.get(self.view)?;
        let (frame, quad) = stored.place(stored.codes[self.code].part)?;
        Some((frame, view.frame, Homography::between(&quad, &view.quad)))
    }

    /// The overlap if the two views show the same.
    fn held<'a>(&self, query: &'a Query, stored: &'a Stored) -> Option<Held<'a>> {
        let (frame, wanted, map) = self.map(query, stored)?;
        Some(held(&stored.sketch.frames[frame], &query.frames[wanted].sketch, map, None))
    }
}

/// A mirror's points are at mirrored places of the query.
const MIRROR: Homography = Homography([-1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]);

/// A stored frame before a query's, or before its mirror.
struct Facing<'a> {
    frame: usize,
    wanted: usize,
    mirrored: bool,
    alike: Alike<'a>,
}

fn facings<'a>(query: &'a Query, stored: &'a Stored) -> Vec<Facing<'a>> {
    let mut facings = Vec::new();
    let frames = stored.sketch.frames.iter().enumerate();
    for (frame, own) in frames.filter(|(_, own)| own.points.len() >= 4) {
        for (wanted, other) in query.frames.iter().enumerate() {
            for (mirrored, points) in [(false, &other.sketch.points), (true, &other.mirrored)] {
                let alike = Alike::new(side(&own.points, own), side(points, &other.sketch));
                facings.push(Facing { frame, wanted, mirrored, alike });
            }
        }
    }
    facings
}

fn side<'a>(points: &'a [Point], frame: &SketchFrame) -> Side<'a> {
    Side { points, width: f32::from(frame.width), height: f32::from(frame.height) }
}

fn best_alignment<'a>(query: &'a Query, stored: &'a Stored, near: &[Near]) -> Option<Held<'a>> {
    let mut best: Option<Held<'a>> = None;
    let mut consider = |facing: &Facing, alignment: Alignment| {
        let map = if facing.mirrored { MIRROR.after(&alignment.map) } else { alignment.map };
        let own = &stored.sketch.frames[facing.frame];
        let wanted = &query.frames[facing.wanted].sketch;
        let mut found = held(own, wanted, map, Some(&alignment));
        found.are_codes_near = !near.is_empty();
        found.contradicted =
            found.agrees() && !found.is_beyond_doubt(own.points.len()) && found.shows_other();
        if best.as_ref().is_none_or(|best| found.rank() > best.rank()) {
            best = Some(found);
        }
    };
    let facings = facings(query, stored);
    for facing in &facings {
        if let Some(alignment) = facing.alike.align() {
            consider(facing, alignment);
        }
    }
    // Where codes are near, the views say where to look for the points.
    for (frame, wanted, map) in near.iter().filter_map(|near| near.map(query, stored)) {
        let mirrored = map.apply_quad(&Quad::UNIT).area() < 0.0;
        let start = if mirrored { MIRROR.after(&map) } else { map };
        let is_it = |it: &&Facing| (it.frame, it.wanted, it.mirrored) == (frame, wanted, mirrored);
        if let Some(facing) = facings.iter().find(is_it)
            && let Some(alignment) = facing.alike.align_near(&start)
        {
            consider(facing, alignment);
        }
    }
    best
}

fn held<'a>(
    stored: &'a SketchFrame,
    wanted: &'a SketchFrame,
    map: Homography,
    by: Option<&Alignment>,
) -> Held<'a> {
    let here = by.map_or_else(|| overlap(&map), |by| around(&by.inliers));
    // Points speak for the part that they stand in: what was laid over the picture elsewhere contradicts nothing.
    let within = by.map_or(Quad::UNIT.bounds(), |_| widened(here.bounds()));
    let there = map.apply_quad(&here);
    let bounds = here.bounds();
    Held {
        agreement: stored.colours.agreement(&wanted.colours, &map, within),
        spread: (bounds.2 - bounds.0) * (bounds.3 - bounds.1),
        inliers: by.map_or(0, |by| by.inliers.len() as u32),
        regions: (region(&wanted.region, &there), region(&stored.region, &here)),
        are_codes_near: false,
        contradicted: false,
        stored,
        wanted,
        map,
    }
}

/// By a cell of the stored colours on each side.
fn widened((left, top, right, bottom): (f32, f32, f32, f32)) -> (f32, f32, f32, f32) {
    let cell = 1.0 / GRID as f32;
    (left - cell, top - cell, right + cell, bottom + cell)
}

/// The part of the stored frame that comes to lie within the query's, by its bounds.
fn overlap(map: &Homography) -> Quad {
    let (left, top, right, bottom) = map.inverse().apply_quad(&Quad::UNIT).bounds();
    Quad::rectangle(
        left.clamp(0.0, 1.0),
        top.clamp(0.0, 1.0),
        right.clamp(0.0, 1.0),
        bottom.clamp(0.0, 1.0),
    )
}

/// Where the query was taken for a page and the stored was not: one picture, or two pages of one form. They are one
/// if the wholes are, by near codes first of all, and show the same inside the photographs that were found.
fn by_page(query: &Query, page: &Query, stored: &Stored) -> Option<Verdict> {
    let near = near_views(page, stored);
    near.first().filter(|near| near.distance <= CANDIDATE_RADIUS)?;
    let (verdict, held) = judge(page, stored, near);
    let agrees = |held: &Held<'_>| {
        query.frames.iter().all(|frame| held.shows_same_inside(&frame.sketch.region))
    };
    (verdict.tier.same_picture() && held.is_some_and(|held| agrees(&held))).then_some(verdict)
}

/// The same the other way round: of a stored page the whole is kept as a code alone.
fn by_photographs(query: &Query, stored: &Stored, page: Code) -> Option<Verdict> {
    let whole = query.frames.first()?;
    let count = query.views.iter().take_while(|view| view.frame == 0).count();
    let (distance, view) = query.codes[..count]
        .iter()
        .map(|code| code.distance(&page))
        .zip(&query.views)
        .min_by_key(|near| near.0)?;
    let agree = |frame: &SketchFrame| {
        let map = view.quad.unit_map().after(&frame.region.unit_map());
        let found = frame.colours.agreement(&whole.sketch.colours, &map, Quad::UNIT.bounds());
        found.colour && found.beneath >= CONFIRMS
    };
    let regions = Some((Region::WHOLE, Region::WHOLE));
    let verdict = Verdict { tier: Tier::Verified, distance: Some(distance), inliers: 0, regions };
    (distance <= STRONG_RADIUS && stored.sketch.frames.iter().all(agree)).then_some(verdict)
}

fn around(places: &[(f32, f32)]) -> Quad {
    let start = (1.0f32, 1.0f32, 0.0f32, 0.0f32);
    let (left, top, right, bottom) =
        places.iter().fold(start, |(left, top, right, bottom), &(x, y)| {
            (left.min(x), top.min(y), right.max(x), bottom.max(y))
        });
    Quad::rectangle(left, top, right, bottom)
}

/// A part of a frame as a rectangle of its picture.
fn region(frame: &Quad, part: &Quad) -> Region {
    let (left, top, right, bottom) = frame.unit_map().apply_quad(part).bounds();
    Region {
        left: left.clamp(0.0, 1.0),
        top: top.clamp(0.0, 1.0),
        right: right.clamp(0.0, 1.0),
        bottom: bottom.clamp(0.0, 1.0),
    }
}

#[cfg(test)]
mod tests {
    use vinculo_synth::pictures::{Template, page, scene};

    use super::*;
    use crate::Picture;
    use crate::sight::Sight;

    /// A page, and the same where its photograph was not found.
    fn pages(number: u32) -> [Sight; 2] {
        let pixels = page(Template::NoticeLarge, &scene(21, number), 21, number);
        let picture = Picture::from_pixels(pixels).unwrap();
        let (found, mut missed) = (Sight::of(&picture), Sight::of(&picture));
        assert!(found.found.page);
        missed.found.page = false;
        [found, missed]
    }

    #[test]
    fn a_page_of_which_one_photograph_was_not_found_is_known_by_the_other() {
        let shown = [pages(0), pages(1)];
        for (left, [page, missed]) in shown.iter().enumerate() {
            for (right, [other_page, other_missed]) in shown.iter().enumerate() {
                for (query, stored) in [(page, other_missed), (missed, other_page)] {
                    let (query, stored) = (Query::seen(query), Stored::seen(stored));
                    let same = verify(&query, &stored).tier.same_picture();
                    assert_eq!(same, left == right, "{left} {right}");
                }
            }
        }
    }

    #[test]
    fn pages_whose_photographs_were_not_found_are_not_one_picture_by_their_print() {
        let hidden = [0, 1, 2, 3].map(|number| {
            let [_, mut missed] = pages(number);
            missed.found.photographs.clear();
            (Query::seen(&missed), Stored::seen(&missed))
        });
        let mut joined = 0;
        for (left, (query, _)) in hidden.iter().enumerate() {
            for (right, (_, stored)) in hidden.iter().enumerate() {
                let verdict = verify(query, stored);
                assert_eq!(
                    verdict.tier.same_picture(),
                    left == right,
                    "{left} {right} {verdict:?}"
                );
                joined += u32::from(left != right && verdict.inliers >= LEAST_INLIERS);
            }
        }
        assert!(joined > 0, "print that nothing aligns proves nothing");
    }
}
