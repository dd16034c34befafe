//! The roles.

use std::fmt;
use std::str::FromStr;

use vinculo_record::Lang;

macro_rules! roles {
    ($($variant:ident $word:literal $es:literal $en:literal;)*) => {
        /// What somebody is to the search. A caller may have several.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)] // `describe` is the documentation
        pub enum Role { $($variant,)* }

        impl Role {
            /// All roles, in their stable order.
            pub const ALL: &'static [Role] = &[$(Role::$variant,)*];

            /// The word used in interfaces.
            pub const fn as_str(self) -> &'static str {
                match self { $(Role::$variant => $word,)* }
            }

            /// What it is for, in words.
            pub const fn describe(self, lang: Lang) -> &'static str {
                match self { $(Role::$variant => lang.pick($es, $en),)* }
            }
        }
    };
}

roles! {
    Search "search"
        "busca: toma avisos y recorre candidatos" "searches: takes notices, works through candidates";
    Reviewer "reviewer"
        "revisa pares" "reviews pairs";
    Forensic "forensic"
        "laboratorio: los restos de su organización" "laboratory: the remains of its own organisation";
    Authority "authority"
        "puede identificar" "may identify";
    Consular "consular"
        "consulado: nacionales de su país" "consulate: nationals of its country";
    Intake "intake"
        "albergue: ingresos propios" "shelter: its own intakes";
    Publisher "publisher"
        "publica y retira avisos de su organización" "publishes and withdraws notices of its organisation";
    ChildProtection "child-protection"
        "protección de la niñez: todo, también lo reservado" "child protection: everything, held records too";
    Auditor "auditor"
        "audita: sucesos sin contenido" "audits: events without content";
    Admin "admin"
        "administra: nada del contenido" "administers: no case content";
}

impl Role {
    /// Whether it must stand alone: it sees no content, which any other role would undo.
    pub const fn stands_alone(self) -> bool {
        matches!(self, Role::Auditor | Role::Admin)
    }

    /// Whether it means nothing without a country.
    pub const fn needs_country(self) -> bool {
        matches!(self, Role::Consular)
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is no role.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "role must be one of search, reviewer, forensic, authority, consular, intake, publisher, child-protection, auditor, admin"
)]
pub struct UnknownRole;

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Role::ALL.iter().copied().find(|role| role.as_str() == text).ok_or(UnknownRole)
    }
}

/// A set of roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Roles(u16);

impl Roles {
    /// Whether the role is among them.
    pub const fn has(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The roles, in their stable order.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.iter().copied().filter(move |role| self.has(*role))
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        Roles(roles.into_iter().fold(0, |bits, role| bits | role.bit()))
    }
}

impl<const N: usize> From<[Role; N]> for Roles {
    fn from(roles: [Role; N]) -> Self {
        roles.into_iter().collect()
    }
}

impl fmt::Display for Roles {
    /// The words with commas, as [`FromStr`] reads them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.iter().map(Role::as_str).collect();
        f.write_str(&words.join(","))
    }
}

impl FromStr for Roles {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        text.split(',').map(|word| word.trim().parse()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_parse_back() {
        let roles: Roles = [Role::Authority, Role::Search].into();
        assert_eq!(roles.to_string(), "search,authority");
        assert_eq!(roles.to_string().parse(), Ok(roles));
        assert_eq!("search,root".parse::<Roles>(), Err(UnknownRole));
        let all: Roles = Role::ALL.iter().copied().collect();
        assert_eq!(all.iter().count(), Role::ALL.len());
    }
}
