//! Which relation between two people is examined.

use vinculo_record::Lang;
use vinculo_record::vocab::Kinship;

/// A kinship between the persons of two records, left and right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// One is a parent of the other.
    Parent(Elder),
    /// One is a grandparent of the other.
    Grandparent(Elder),
    /// One is an uncle or aunt of the other.
    UncleAunt(Elder),
    /// One brings the other up, or is married to a parent.
    Guardian(Elder),
    /// Brothers or sisters.
    Siblings,
    /// Spouses or partners.
    Spouses,
    /// Cousins.
    Cousins,
    /// Related by marriage.
    InLaws,
}

/// The record whose person is of the older generation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Elder {
    /// The left one.
    Left,
    /// The right one.
    Right,
}

impl Elder {
    pub(super) const fn of(side: usize) -> Self {
        if side == 0 { Elder::Left } else { Elder::Right }
    }

    pub(super) const fn side(self) -> usize {
        match self {
            Elder::Left => 0,
            Elder::Right => 1,
        }
    }
}

impl Relation {
    /// What a record claims that names the other person as a relative of a kinship;
    /// `None` where the word names no kinship.
    pub(super) fn claimed(by: usize, kinship: Kinship) -> Option<Self> {
        let (own, other) = (Elder::of(by), Elder::of(1 - by));
        Some(match kinship {
            Kinship::Mother | Kinship::Father | Kinship::Parent => Self::Parent(other),
            Kinship::Child => Self::Parent(own),
            Kinship::Grandparent => Self::Grandparent(other),
            Kinship::Grandchild => Self::Grandparent(own),
            Kinship::UncleAunt => Self::UncleAunt(other),
            Kinship::NieceNephew => Self::UncleAunt(own),
            Kinship::Guardian | Kinship::StepParent => Self::Guardian(other),
            Kinship::Sibling => Self::Siblings,
            Kinship::Spouse => Self::Spouses,
            Kinship::Cousin => Self::Cousins,
            Kinship::InLaw => Self::InLaws,
            Kinship::Other | Kinship::Relative => return None,
        })
    }

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Parent(Elder::Left) => "left_parent_of_right",
            Self::Parent(Elder::Right) => "right_parent_of_left",
            Self::Grandparent(Elder::Left) => "left_grandparent_of_right",
            Self::Grandparent(Elder::Right) => "right_grandparent_of_left",
            Self::UncleAunt(Elder::Left) => "left_uncle_or_aunt_of_right",
            Self::UncleAunt(Elder::Right) => "right_uncle_or_aunt_of_left",
            Self::Guardian(Elder::Left) => "left_guardian_of_right",
            Self::Guardian(Elder::Right) => "right_guardian_of_left",
            Self::Siblings => "siblings",
            Self::Spouses => "spouses",
            Self::Cousins => "cousins",
            Self::InLaws => "in_laws",
        }
    }

    /// The relation as a question that is examined, never as a fact.
    pub fn label(self, lang: Lang) -> String {
        let (es, en) = match self {
            Self::Parent(_) => ("madre o padre", "mother or father"),
            Self::Grandparent(_) => ("abuela o abuelo", "grandparent"),
            Self::UncleAunt(_) => ("tía o tío", "aunt or uncle"),
            Self::Guardian(_) => ("persona encargada", "guardian"),
            Self::Siblings => ("hermanos", "siblings"),
            Self::Spouses => ("pareja", "partners"),
            Self::Cousins => ("primos", "cousins"),
            Self::InLaws => ("parientes políticos", "related by marriage"),
        };
        let word = lang.pick(es, en);
        match self.elder() {
            None => word.to_owned(),
            Some(Elder::Left) => {
                format!("{word} ({})", lang.pick("la primera persona", "the first person"))
            }
            Some(Elder::Right) => {
                format!("{word} ({})", lang.pick("la segunda persona", "the second person"))
            }
        }
    }

    /// Whose person is of the older generation; `None` where neither need be.
    pub const fn elder(self) -> Option<Elder> {
        match self {
            Self::Parent(elder)
            | Self::Grandparent(elder)
            | Self::UncleAunt(elder)
            | Self::Guardian(elder) => Some(elder),
            Self::Siblings | Self::Spouses | Self::Cousins | Self::InLaws => None,
        }
    }

    /// Whether a record that names the other person under a kinship speaks of this
    /// relation; a relative without a kinship may be of any.
    pub(super) fn is_named_by(self, by: usize, kinship: Kinship) -> bool {
        kinship == Kinship::Relative
            || Self::claimed(by, kinship) == Some(self)
            || matches!((self, kinship), (Self::Parent(elder), Kinship::Guardian | Kinship::StepParent) if elder.side() != by)
    }

    /// Whether relatives of these kinships, one of the left and one of the right
    /// person, would be one person if this relation held.
    pub(super) fn shares(self, left: Kinship, right: Kinship) -> bool {
        use Kinship::{Child, Father, Grandparent, Mother, Parent, Sibling, Spouse, UncleAunt};
        let parents = |kinship| matches!(kinship, Mother | Father | Parent);
        let of_child_and_parent = |young: Kinship, old: Kinship| {
            matches!((young, old), (Sibling, Child) | (UncleAunt, Sibling))
                || young == Grandparent && parents(old)
                || parents(young) && old == Spouse
        };
        match self {
            Self::Siblings => {
                left == right
                    && (parents(left) || matches!(left, Sibling | Grandparent | UncleAunt))
            }
            Self::Spouses => left == right && left == Child,
            Self::Cousins => left == right && left == Grandparent,
            Self::Parent(Elder::Right) => of_child_and_parent(left, right),
            Self::Parent(Elder::Left) => of_child_and_parent(right, left),
            Self::UncleAunt(Elder::Right) => parents(left) && right == Sibling,
            Self::UncleAunt(Elder::Left) => parents(right) && left == Sibling,
            Self::Grandparent(Elder::Right) => parents(left) && right == Child,
            Self::Grandparent(Elder::Left) => parents(right) && left == Child,
            Self::Guardian(_) | Self::InLaws => false,
        }
    }
}
