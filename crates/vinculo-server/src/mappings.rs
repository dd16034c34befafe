//! Mapping files that an administrator keeps for partners: `mappings/NAME.toml` in the
//! store's folder. A batch takes the text as it is when the upload arrives.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// Longest name of a mapping.
const MAX_NAME_BYTES: usize = 64;
const ENDING: &str = ".toml";

/// The folder of mapping files.
pub(crate) struct Mappings {
    dir: PathBuf,
}

impl Mappings {
    pub(crate) fn new(store: &Path) -> Self {
        Self { dir: store.join("mappings") }
    }

    /// The names that can be chosen, in order. A folder that is not there has none.
    pub(crate) fn names(&self) -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(&self.dir) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut names = Vec::new();
        for entry in entries {
            let file = entry?.file_name();
            let name = file.to_str().and_then(|file| file.strip_suffix(ENDING));
            names.extend(name.filter(|name| is_name(name)).map(str::to_owned));
        }
        names.sort_unstable();
        Ok(names)
    }

    /// The text of a mapping; `None` if there is none of that name.
    pub(crate) fn text(&self, name: &str) -> io::Result<Option<String>> {
        if !is_name(name) {
            return Ok(None);
        }
        match fs::read_to_string(self.dir.join(format!("{name}{ENDING}"))) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            text => text.map(Some),
        }
    }
}

/// A name that is a plain file name in every file system, and leads nowhere else.
fn is_name(name: &str) -> bool {
    (1..=MAX_NAME_BYTES).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        let mappings = Mappings::new(folder.path());
        assert_eq!(mappings.names().unwrap(), Vec::<String>::new());
        fs::create_dir(folder.path().join("mappings")).unwrap();
        for name in ["fge-chiapas.toml", "a b.toml", "notes.txt", "IML_2.toml"] {
            fs::write(folder.path().join("mappings").join(name), name).unwrap();
        }
        fs::write(folder.path().join("secret.toml"), "x").unwrap();
        assert_eq!(mappings.names().unwrap(), ["IML_2", "fge-chiapas"]);
        assert_eq!(mappings.text("IML_2").unwrap().as_deref(), Some("IML_2.toml"));
        for none in ["../secret", "a b", "", "gone", "IML_2.toml", "."] {
            assert_eq!(mappings.text(none).unwrap(), None, "{none}");
        }
    }
}
