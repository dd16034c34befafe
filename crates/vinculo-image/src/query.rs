//! The views under which a picture is looked for.

use crate::features::Point;
use crate::picture::Picture;
use crate::quad::Quad;
use crate::sight::Sight;
use crate::sketch::SketchFrame;
use crate::stored::share;
use crate::trim::within_borders;
use crate::{Code, LEAST_QUALITY, Stored};

/// Descriptors of a query's whole picture, and of a photograph on it. *Judgement*: the more, the more of a stored
/// picture's few are found again; each costs a look-up.
const WHOLE_POINTS: usize = 600;
const PHOTOGRAPH_POINTS: usize = 400;
/// Which stored middle part is looked for when so many percent may have been cut off one side: the largest that is
/// then still whole. *Judgement*: steps of a twentieth, for a code is near within half of that.
const CUTS: [(u8, u8); 4] = [(85, 5), (70, 10), (70, 15), (60, 20)];
/// Photographs that are looked for in a picture that is no page. *Judgement*: a print on a table, and the photograph on it.
const INNER_PHOTOGRAPHS: usize = 2;
/// The share of a picture that is no page from which on a photograph in it has no descriptors of its own: those of the
/// whole are as fine. *Judgement.*
const MOST_OF_IT: f32 = 0.4;
/// Ways of laying a picture: turned by quarters, and each in a mirror ([`Quad::laid`]).
const WAYS: usize = 8;
/// Cells a side of the colours of a query's frame: finer than a stored one's, for a crop shows a part of it.
const COLOUR_CELLS: usize = 40;

/// One view: its code and where it was taken.
#[derive(Clone, Debug)]
pub(crate) struct View {
    pub(crate) frame: usize,
    /// Corners in shares of the frame, the upper left of the view first.
    pub(crate) quad: Quad,
}

/// A part of the query that shows one photograph.
#[derive(Clone, Debug)]
pub(crate) struct QueryFrame {
    pub(crate) sketch: SketchFrame,
    /// The same points as they look in a mirror.
    pub(crate) mirrored: Vec<Point>,
}

/// A query: the codes of every view of one picture, and its descriptors.
#[derive(Clone, Debug)]
pub struct Query {
    pub(crate) codes: Vec<Code>,
    /// The views of the codes, as many; none for codes that came alone.
    pub(crate) views: Vec<View>,
    pub(crate) frames: Vec<QueryFrame>,
    /// The whole of a page, looked at as a picture: it finds, and is held against what is no page.
    pub(crate) page: Option<Box<Query>>,
    pub(crate) quality: u8,
}

impl Query {
    pub(crate) fn of(picture: &Picture) -> Self {
        Self::seen(&Sight::of(picture))
    }

    pub(crate) fn seen(sight: &Sight) -> Self {
        let (mut query, mut page) = (Self::empty(), Self::empty());
        let is_page = sight.found.page;
        if is_page {
            // The print is shared by others: no descriptors of it.
            page.add_bare_frame(sight, Quad::UNIT);
            page.add_whole_views(sight);
        } else {
            query.add_frame(sight, Quad::UNIT, WHOLE_POINTS, true);
            query.add_whole_views(sight);
        }
        let most = if is_page { usize::MAX } else { INNER_PHOTOGRAPHS };
        for region in sight.found.photographs.iter().take(most) {
            let frame = query.frames.len();
            if is_page || region.area() < MOST_OF_IT {
                query.add_frame(sight, *region, PHOTOGRAPH_POINTS, is_page);
            } else {
                query.add_bare_frame(sight, *region);
            }
            query.add_views(sight, frame, *region, &[0.96, 0.93, 0.88], &[]);
        }
        query.page = is_page.then(|| Box::new(page));
        query
    }

    fn empty() -> Self {
        Self { quality: 0, ..Self::from_codes(&[]) }
    }

    fn add_whole_views(&mut self, sight: &Sight) {
        self.add_views(sight, 0, Quad::UNIT, &[0.9, 0.8, 0.7], &[2.0, 4.0, 6.0]);
        // The same picture is kept by its middle parts: what is left when one side was cut off shows them too.
        for (percent, cut) in CUTS {
            let sides =
                (0..4).map(|side| Quad::UNIT.centre_when_cut(share(percent), share(cut), side));
            self.add_codes(sight, 0, sides);
        }
        let (width, height) = (sight.base().width as f32, sight.base().height as f32);
        if let Some(inner) = within_borders(sight.base()) {
            let inner = inner.scaled(1.0 / width, 1.0 / height);
            self.add_views(sight, 0, inner, &[0.93, 0.85], &[2.0, 4.0, 6.0]);
        }
    }

    fn add_frame(&mut self, sight: &Sight, region: Quad, points: usize, mirrored: bool) {
        let (sketch, mirrored) = sight.frame(region, points, COLOUR_CELLS, mirrored);
        self.push_frame(sight, sketch, mirrored);
    }

    fn add_bare_frame(&mut self, sight: &Sight, region: Quad) {
        self.push_frame(sight, sight.bare_frame(region, COLOUR_CELLS), Vec::new());
    }

    fn push_frame(&mut self, sight: &Sight, sketch: SketchFrame, mirrored: Vec<Point>) {
        self.quality = self.quality.max(sight.quality(&sketch.region));
        self.frames.push(QueryFrame { sketch, mirrored });
    }

    /// Codes of a region: in all ways of laying it, its middle parts, and turned to both sides.
    fn add_views(
        &mut self,
        sight: &Sight,
        frame: usize,
        region: Quad,
        centres: &[f32],
        turns: &[f32],
    ) {
        let mut regions: Vec<Quad> = (0..WAYS).map(|how| region.laid(how)).collect();
        regions.extend(centres.iter().map(|&share| region.centre(share)));
        for &degrees in turns {
            regions.extend([-degrees, degrees].map(|degrees| sight.turned(&region, degrees)));
        }
        self.add_codes(sight, frame, regions);
    }

    fn add_codes(&mut self, sight: &Sight, frame: usize, regions: impl IntoIterator<Item = Quad>) {
        let from_frame = self.frames[frame].sketch.region.unit_map().inverse();
        for region in regions {
            self.codes.push(sight.code(&region));
            self.views.push(View { frame, quad: from_frame.apply_quad(&region) });
        }
    }

    /// A query by codes alone, as partners exchange them. It can find candidates and strong matches; nothing can
    /// be verified.
    pub fn from_codes(codes: &[Code]) -> Self {
        let codes = codes.to_vec();
        Self { codes, views: Vec::new(), frames: Vec::new(), page: None, quality: 100 }
    }

    /// The codes of all views.
    pub fn codes(&self) -> &[Code] {
        &self.codes
    }

    /// The codes by which candidates are found: those of all views, and of a page as it is laid.
    pub fn finding_codes(&self) -> Vec<Code> {
        let of_page = self.page.iter().flat_map(|page| page.codes.iter().take(WAYS));
        self.codes.iter().chain(of_page).copied().collect()
    }

    /// Descriptors of each frame, and of each in a mirror; a page as a whole is looked for by its codes alone.
    pub(crate) fn points(&self) -> impl Iterator<Item = &[Point]> {
        self.frames
            .iter()
            .flat_map(|frame| [frame.sketch.points.as_slice(), frame.mirrored.as_slice()])
    }

    /// Whether the picture has too little structure to be recognised; it finds nothing.
    pub fn blank(&self) -> bool {
        self.quality < LEAST_QUALITY
    }
}

/// A stored picture looked for among the others: its stored codes and its sketch, without the picture. Turned and
/// mirrored copies are not found this way.
impl From<&Stored> for Query {
    fn from(stored: &Stored) -> Self {
        if stored.is_bare() {
            let decides = stored.codes.iter().filter(|one| one.part.decides());
            return Self::from_codes(&decides.map(|one| one.code).collect::<Vec<_>>());
        }
        let (mut codes, mut views) = (Vec::new(), Vec::new());
        for one in &stored.codes {
            if let Some((frame, quad)) = stored.place(one.part) {
                codes.push(one.code);
                views.push(View { frame, quad });
            }
        }
        let frames = stored
            .sketch
            .frames
            .iter()
            .map(|frame| QueryFrame { sketch: frame.clone(), mirrored: Vec::new() });
        let page = stored.page().map(|code| Box::new(Self::from_codes(&[code])));
        Self { codes, views, frames: frames.collect(), page, quality: stored.quality }
    }
}
