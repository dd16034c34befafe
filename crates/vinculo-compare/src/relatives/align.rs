//! Which kinships of two records may be one person's.

use std::sync::LazyLock;

use vinculo_record::vocab::Kinship;

/// What comes of comparing two relatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// One kinship: they may agree and disagree.
    Same,
    /// Kinships that are taken for each other: they may agree.
    Tolerated,
}

/// How relatives of two kinships are compared; `None` where they are two people.
pub(crate) fn way(a: Kinship, b: Kinship) -> Option<Way> {
    WAYS[a as usize][b as usize]
}

const ALL: usize = Kinship::ALL.len();

/// By two kinships.
static WAYS: LazyLock<[[Option<Way>; ALL]; ALL]> = LazyLock::new(|| {
    std::array::from_fn(|a| std::array::from_fn(|b| aligned(Kinship::ALL[a], Kinship::ALL[b])))
});

fn aligned(a: Kinship, b: Kinship) -> Option<Way> {
    use Kinship::{
        Child, Cousin, Father, Grandchild, Grandparent, Guardian, InLaw, Mother, NieceNephew,
        Other, Parent, Relative, Sibling, Spouse, StepParent, UncleAunt,
    };
    let vague = |kinship| matches!(kinship, Relative | Guardian | Other);
    if a == b && !vague(a) {
        return Some(Way::Same);
    }
    let tolerated = vague(a)
        || vague(b)
        || [(a, b), (b, a)].into_iter().any(|pair| match pair {
            (Parent | StepParent, Mother | Father | Parent | StepParent) => true,
            // Written from the relative's side.
            (Child, Mother | Father | Parent | StepParent) => true,
            (Grandchild, Grandparent) | (NieceNephew, UncleAunt) => true,
            // Who raised the child is called mother or father.
            (Grandparent | UncleAunt, Mother | Father | Parent) => true,
            (Cousin | InLaw, Sibling) | (InLaw, Spouse) => true,
            _ => false,
        });
    tolerated.then_some(Way::Tolerated)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinships_align_from_both_sides() {
        for a in Kinship::ALL {
            for b in Kinship::ALL {
                assert_eq!(way(*a, *b), way(*b, *a));
            }
        }
        assert_eq!(way(Kinship::Mother, Kinship::Mother), Some(Way::Same));
        assert_eq!(way(Kinship::Mother, Kinship::Father), None);
        assert_eq!(way(Kinship::Mother, Kinship::Child), Some(Way::Tolerated));
        assert_eq!(way(Kinship::Relative, Kinship::Relative), Some(Way::Tolerated));
        assert_eq!(way(Kinship::Sibling, Kinship::Mother), None);
    }
}
