//! Countries by ISO 3166-1 alpha-2 code.
//!
//! Codes: ISO 3166-1 (facts). Names: Unicode CLDR (Unicode licence v3), locales
//! `es-419` and `en`. Demonyms of the region: own compilation (CC0).

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use crate::Lang;

/// A country by its ISO 3166-1 alpha-2 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country([u8; 2]);

impl Country {
    /// Reads a code, a name in Spanish or English, or a demonym of the region.
    pub fn parse(text: &str) -> Option<Country> {
        static WORDS: LazyLock<BTreeMap<String, Country>> = LazyLock::new(|| {
            let mut words = BTreeMap::new();
            for (code, es, en, others) in TABLE {
                let country = Country::from_bytes(code.as_bytes());
                for word in [*code, *es, *en].into_iter().chain(others.split_whitespace()) {
                    words.entry(crate::fold(word)).or_insert(country);
                }
            }
            words
        });
        WORDS.get(&crate::fold(text)).copied()
    }

    fn from_bytes(code: &[u8]) -> Country {
        Country([code[0], code[1]])
    }

    /// All codes, ascending.
    pub fn all() -> impl Iterator<Item = Country> {
        TABLE.iter().map(|(code, ..)| Country::from_bytes(code.as_bytes()))
    }

    /// The two-letter code, upper case.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }

    /// The name shown to a user.
    pub fn label(self, lang: Lang) -> &'static str {
        TABLE
            .iter()
            .find(|(code, ..)| code.as_bytes() == self.0)
            .map_or("?", |(_, es, en, _)| lang.pick(es, en))
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Code, Spanish name, English name, other words separated by blanks.
#[rustfmt::skip]
const TABLE: &[(&str, &str, &str, &str)] = &[
    ("AD", "Andorra", "Andorra", ""),
    ("AE", "Emiratos Árabes Unidos", "United Arab Emirates", ""),
    ("AF", "Afganistán", "Afghanistan", ""),
    ("AG", "Antigua y Barbuda", "Antigua & Barbuda", ""),
    ("AI", "Anguila", "Anguilla", ""),
    ("AL", "Albania", "Albania", ""),
    ("AM", "Armenia", "Armenia", ""),
    ("AO", "Angola", "Angola", ""),
    ("AQ", "Antártida", "Antarctica", ""),
    ("AR", "Argentina", "Argentina", "argentino argentina"),
    ("AS", "Samoa Americana", "American Samoa", ""),
    ("AT", "Austria", "Austria", ""),
    ("AU", "Australia", "Australia", ""),
    ("AW", "Aruba", "Aruba", ""),
    ("AX", "Islas Åland", "Åland Islands", ""),
    ("AZ", "Azerbaiyán", "Azerbaijan", ""),
    ("BA", "Bosnia-Herzegovina", "Bosnia & Herzegovina", ""),
    ("BB", "Barbados", "Barbados", ""),
    ("BD", "Bangladés", "Bangladesh", ""),
    ("BE", "Bélgica", "Belgium", ""),
    ("BF", "Burkina Faso", "Burkina Faso", ""),
    ("BG", "Bulgaria", "Bulgaria", ""),
    ("BH", "Baréin", "Bahrain", ""),
    ("BI", "Burundi", "Burundi", ""),
    ("BJ", "Benín", "Benin", ""),
    ("BL", "San Bartolomé", "St. Barthélemy", ""),
    ("BM", "Bermudas", "Bermuda", ""),
    ("BN", "Brunéi", "Brunei", ""),
    ("BO", "Bolivia", "Bolivia", "boliviano boliviana"),
    ("BQ", "Caribe neerlandés", "Caribbean Netherlands", ""),
    ("BR", "Brasil", "Brazil", "brasileño brasileña"),
    ("BS", "Bahamas", "Bahamas", ""),
    ("BT", "Bután", "Bhutan", ""),
    ("BV", "Isla Bouvet", "Bouvet Island", ""),
    ("BW", "Botsuana", "Botswana", ""),
    ("BY", "Bielorrusia", "Belarus", ""),
    ("BZ", "Belice", "Belize", "beliceño beliceña"),
    ("CA", "Canadá", "Canada", "canadiense"),
    ("CC", "Islas Cocos", "Cocos (Keeling) Islands", ""),
    ("CD", "República Democrática del Congo", "Congo - Kinshasa", ""),
    ("CF", "República Centroafricana", "Central African Republic", ""),
    ("CG", "República del Congo", "Congo - Brazzaville", ""),
    ("CH", "Suiza", "Switzerland", ""),
    ("CI", "Costa de Marfil", "Côte d’Ivoire", ""),
    ("CK", "Islas Cook", "Cook Islands", ""),
    ("CL", "Chile", "Chile", "chileno chilena"),
    ("CM", "Camerún", "Cameroon", ""),
    ("CN", "China", "China", ""),
    ("CO", "Colombia", "Colombia", "colombiano colombiana"),
    ("CR", "Costa Rica", "Costa Rica", "costarricense"),
    ("CU", "Cuba", "Cuba", "cubano cubana"),
    ("CV", "Cabo Verde", "Cape Verde", ""),
    ("CW", "Curazao", "Curaçao", ""),
    ("CX", "Isla de Navidad", "Christmas Island", ""),
    ("CY", "Chipre", "Cyprus", ""),
    ("CZ", "Chequia", "Czechia", ""),
    ("DE", "Alemania", "Germany", ""),
    ("DJ", "Yibuti", "Djibouti", ""),
    ("DK", "Dinamarca", "Denmark", ""),
    ("DM", "Dominica", "Dominica", ""),
    ("DO", "República Dominicana", "Dominican Republic", "dominicano dominicana"),
    ("DZ", "Argelia", "Algeria", ""),
    ("EC", "Ecuador", "Ecuador", "ecuatoriano ecuatoriana"),
    ("EE", "Estonia", "Estonia", ""),
    ("EG", "Egipto", "Egypt", ""),
    ("EH", "Sáhara Occidental", "Western Sahara", ""),
    ("ER", "Eritrea", "Eritrea", ""),
    ("ES", "España", "Spain", "español española"),
    ("ET", "Etiopía", "Ethiopia", ""),
    ("FI", "Finlandia", "Finland", ""),
    ("FJ", "Fiyi", "Fiji", ""),
    ("FK", "Islas Malvinas", "Falkland Islands", ""),
    ("FM", "Micronesia", "Micronesia", ""),
    ("FO", "Islas Feroe", "Faroe Islands", ""),
    ("FR", "Francia", "France", ""),
    ("GA", "Gabón", "Gabon", ""),
    ("GB", "Reino Unido", "United Kingdom", ""),
    ("GD", "Granada", "Grenada", ""),
    ("GE", "Georgia", "Georgia", ""),
    ("GF", "Guayana Francesa", "French Guiana", ""),
    ("GG", "Guernesey", "Guernsey", ""),
    ("GH", "Ghana", "Ghana", ""),
    ("GI", "Gibraltar", "Gibraltar", ""),
    ("GL", "Groenlandia", "Greenland", ""),
    ("GM", "Gambia", "Gambia", ""),
    ("GN", "Guinea", "Guinea", ""),
    ("GP", "Guadalupe", "Guadeloupe", ""),
    ("GQ", "Guinea Ecuatorial", "Equatorial Guinea", ""),
    ("GR", "Grecia", "Greece", ""),
    ("GS", "Islas Georgia del Sur y Sándwich del Sur", "South Georgia & South Sandwich Islands", ""),
    ("GT", "Guatemala", "Guatemala", "guatemalteco guatemalteca"),
    ("GU", "Guam", "Guam", ""),
    ("GW", "Guinea-Bisáu", "Guinea-Bissau", ""),
    ("GY", "Guyana", "Guyana", ""),
    ("HK", "RAE de Hong Kong (China)", "Hong Kong SAR China", ""),
    ("HM", "Islas Heard y McDonald", "Heard & McDonald Islands", ""),
    ("HN", "Honduras", "Honduras", "hondureño hondureña"),
    ("HR", "Croacia", "Croatia", ""),
    ("HT", "Haití", "Haiti", "haitiano haitiana"),
    ("HU", "Hungría", "Hungary", ""),
    ("ID", "Indonesia", "Indonesia", ""),
    ("IE", "Irlanda", "Ireland", ""),
    ("IL", "Israel", "Israel", ""),
    ("IM", "Isla de Man", "Isle of Man", ""),
    ("IN", "India", "India", ""),
    ("IO", "Territorio Británico del Océano Índico", "British Indian Ocean Territory", ""),
    ("IQ", "Irak", "Iraq", ""),
    ("IR", "Irán", "Iran", ""),
    ("IS", "Islandia", "Iceland", ""),
    ("IT", "Italia", "Italy", ""),
    ("JE", "Jersey", "Jersey", ""),
    ("JM", "Jamaica", "Jamaica", "jamaiquino jamaiquina"),
    ("JO", "Jordania", "Jordan", ""),
    ("JP", "Japón", "Japan", ""),
    ("KE", "Kenia", "Kenya", ""),
    ("KG", "Kirguistán", "Kyrgyzstan", ""),
    ("KH", "Camboya", "Cambodia", ""),
    ("KI", "Kiribati", "Kiribati", ""),
    ("KM", "Comoras", "Comoros", ""),
    ("KN", "San Cristóbal y Nieves", "St. Kitts & Nevis", ""),
    ("KP", "Corea del Norte", "North Korea", ""),
    ("KR", "Corea del Sur", "South Korea", ""),
    ("KW", "Kuwait", "Kuwait", ""),
    ("KY", "Islas Caimán", "Cayman Islands", ""),
    ("KZ", "Kazajistán", "Kazakhstan", ""),
    ("LA", "Laos", "Laos", ""),
    ("LB", "Líbano", "Lebanon", ""),
    ("LC", "Santa Lucía", "St. Lucia", ""),
    ("LI", "Liechtenstein", "Liechtenstein", ""),
    ("LK", "Sri Lanka", "Sri Lanka", ""),
    ("LR", "Liberia", "Liberia", ""),
    ("LS", "Lesoto", "Lesotho", ""),
    ("LT", "Lituania", "Lithuania", ""),
    ("LU", "Luxemburgo", "Luxembourg", ""),
    ("LV", "Letonia", "Latvia", ""),
    ("LY", "Libia", "Libya", ""),
    ("MA", "Marruecos", "Morocco", ""),
    ("MC", "Mónaco", "Monaco", ""),
    ("MD", "Moldavia", "Moldova", ""),
    ("ME", "Montenegro", "Montenegro", ""),
    ("MF", "San Martín", "St. Martin", ""),
    ("MG", "Madagascar", "Madagascar", ""),
    ("MH", "Islas Marshall", "Marshall Islands", ""),
    ("MK", "Macedonia del Norte", "North Macedonia", ""),
    ("ML", "Mali", "Mali", ""),
    ("MM", "Myanmar (Birmania)", "Myanmar (Burma)", ""),
    ("MN", "Mongolia", "Mongolia", ""),
    ("MO", "RAE de Macao (China)", "Macao SAR China", ""),
    ("MP", "Islas Marianas del Norte", "Northern Mariana Islands", ""),
    ("MQ", "Martinica", "Martinique", ""),
    ("MR", "Mauritania", "Mauritania", ""),
    ("MS", "Montserrat", "Montserrat", ""),
    ("MT", "Malta", "Malta", ""),
    ("MU", "Mauricio", "Mauritius", ""),
    ("MV", "Maldivas", "Maldives", ""),
    ("MW", "Malaui", "Malawi", ""),
    ("MX", "México", "Mexico", "mexicano mexicana"),
    ("MY", "Malasia", "Malaysia", ""),
    ("MZ", "Mozambique", "Mozambique", ""),
    ("NA", "Namibia", "Namibia", ""),
    ("NC", "Nueva Caledonia", "New Caledonia", ""),
    ("NE", "Níger", "Niger", ""),
    ("NF", "Isla Norfolk", "Norfolk Island", ""),
    ("NG", "Nigeria", "Nigeria", ""),
    ("NI", "Nicaragua", "Nicaragua", "nicaragüense"),
    ("NL", "Países Bajos", "Netherlands", ""),
    ("NO", "Noruega", "Norway", ""),
    ("NP", "Nepal", "Nepal", ""),
    ("NR", "Nauru", "Nauru", ""),
    ("NU", "Niue", "Niue", ""),
    ("NZ", "Nueva Zelanda", "New Zealand", ""),
    ("OM", "Omán", "Oman", ""),
    ("PA", "Panamá", "Panama", "panameño panameña"),
    ("PE", "Perú", "Peru", "peruano peruana"),
    ("PF", "Polinesia Francesa", "French Polynesia", ""),
    ("PG", "Papúa Nueva Guinea", "Papua New Guinea", ""),
    ("PH", "Filipinas", "Philippines", ""),
    ("PK", "Pakistán", "Pakistan", ""),
    ("PL", "Polonia", "Poland", ""),
    ("PM", "San Pedro y Miquelón", "St. Pierre & Miquelon", ""),
    ("PN", "Islas Pitcairn", "Pitcairn Islands", ""),
    ("PR", "Puerto Rico", "Puerto Rico", ""),
    ("PS", "Territorios Palestinos", "Palestinian Territories", ""),
    ("PT", "Portugal", "Portugal", ""),
    ("PW", "Palaos", "Palau", ""),
    ("PY", "Paraguay", "Paraguay", "paraguayo paraguaya"),
    ("QA", "Catar", "Qatar", ""),
    ("RE", "Reunión", "Réunion", ""),
    ("RO", "Rumania", "Romania", ""),
    ("RS", "Serbia", "Serbia", ""),
    ("RU", "Rusia", "Russia", ""),
    ("RW", "Ruanda", "Rwanda", ""),
    ("SA", "Arabia Saudita", "Saudi Arabia", ""),
    ("SB", "Islas Salomón", "Solomon Islands", ""),
    ("SC", "Seychelles", "Seychelles", ""),
    ("SD", "Sudán", "Sudan", ""),
    ("SE", "Suecia", "Sweden", ""),
    ("SG", "Singapur", "Singapore", ""),
    ("SH", "Santa Elena", "St. Helena", ""),
    ("SI", "Eslovenia", "Slovenia", ""),
    ("SJ", "Svalbard y Jan Mayen", "Svalbard & Jan Mayen", ""),
    ("SK", "Eslovaquia", "Slovakia", ""),
    ("SL", "Sierra Leona", "Sierra Leone", ""),
    ("SM", "San Marino", "San Marino", ""),
    ("SN", "Senegal", "Senegal", ""),
    ("SO", "Somalia", "Somalia", ""),
    ("SR", "Surinam", "Suriname", ""),
    ("SS", "Sudán del Sur", "South Sudan", ""),
    ("ST", "Santo Tomé y Príncipe", "São Tomé & Príncipe", ""),
    ("SV", "El Salvador", "El Salvador", "salvadoreño salvadoreña"),
    ("SX", "Sint Maarten", "Sint Maarten", ""),
    ("SY", "Siria", "Syria", ""),
    ("SZ", "Esuatini", "Eswatini", ""),
    ("TC", "Islas Turcas y Caicos", "Turks & Caicos Islands", ""),
    ("TD", "Chad", "Chad", ""),
    ("TF", "Territorios Australes Franceses", "French Southern Territories", ""),
    ("TG", "Togo", "Togo", ""),
    ("TH", "Tailandia", "Thailand", ""),
    ("TJ", "Tayikistán", "Tajikistan", ""),
    ("TK", "Tokelau", "Tokelau", ""),
    ("TL", "Timor Oriental", "Timor-Leste", ""),
    ("TM", "Turkmenistán", "Turkmenistan", ""),
    ("TN", "Túnez", "Tunisia", ""),
    ("TO", "Tonga", "Tonga", ""),
    ("TR", "Turquía", "Türkiye", ""),
    ("TT", "Trinidad y Tobago", "Trinidad & Tobago", ""),
    ("TV", "Tuvalu", "Tuvalu", ""),
    ("TW", "Taiwán", "Taiwan", ""),
    ("TZ", "Tanzania", "Tanzania", ""),
    ("UA", "Ucrania", "Ukraine", ""),
    ("UG", "Uganda", "Uganda", ""),
    ("UM", "Islas Ultramarinas de EE.UU.", "U.S. Outlying Islands", ""),
    ("US", "Estados Unidos", "United States", "estadounidense usa eeuu"),
    ("UY", "Uruguay", "Uruguay", "uruguayo uruguaya"),
    ("UZ", "Uzbekistán", "Uzbekistan", ""),
    ("VA", "Ciudad del Vaticano", "Vatican City", ""),
    ("VC", "San Vicente y las Granadinas", "St. Vincent & Grenadines", ""),
    ("VE", "Venezuela", "Venezuela", "venezolano venezolana"),
    ("VG", "Islas Vírgenes Británicas", "British Virgin Islands", ""),
    ("VI", "Islas Vírgenes de EE. UU.", "U.S. Virgin Islands", ""),
    ("VN", "Vietnam", "Vietnam", ""),
    ("VU", "Vanuatu", "Vanuatu", ""),
    ("WF", "Wallis y Futuna", "Wallis & Futuna", ""),
    ("WS", "Samoa", "Samoa", ""),
    ("YE", "Yemen", "Yemen", ""),
    ("YT", "Mayotte", "Mayotte", ""),
    ("ZA", "Sudáfrica", "South Africa", ""),
    ("ZM", "Zambia", "Zambia", ""),
    ("ZW", "Zimbabue", "Zimbabwe", ""),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_names_and_demonyms() {
        for (text, code) in [
            ("GT", "GT"),
            ("guatemala", "GT"),
            ("Hondureña", "HN"),
            ("México", "MX"),
            ("Haiti", "HT"),
        ] {
            assert_eq!(Country::parse(text).map(|c| c.code().to_owned()).as_deref(), Some(code));
        }
        assert_eq!(Country::parse("XX"), None);
        assert_eq!(Country::parse(""), None);
    }
}
