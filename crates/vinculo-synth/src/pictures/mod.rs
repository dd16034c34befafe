//! Generated pictures with known truth: scenes, what happens to a photograph on its way, and pages it ends up on.
//!
//! [`scene`] paints a picture with the statistics of a photograph (occluding textured shapes of all sizes, so the
//! spectrum falls as in nature; light, lens blur and sensor noise), or one of the layouts that deceive a
//! recogniser because many pictures share it: a garment laid on one backdrop, a portrait, a drawing on skin.
//! [`Transform`] is what happens to it: 43 edits, each seeded, each saved again as JPEG. [`Template`] puts it on
//! a page. Nothing here is shared with the code that recognises pictures.
//!
//! Generated pictures are no photographs. They are easier where real ones have repeated structure, little texture
//! or strong glare, and harder where one backdrop and one silhouette serve hundreds of pictures. Pages are drawn
//! with clean edges. Figures measured on them say so.

mod canvas;
mod edit;
mod page;
mod scene;
mod transform;

pub use page::{Template, page};
pub use scene::scene;
pub use transform::{Transform, jpeg};
