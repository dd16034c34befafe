//! Prints the table of roles as the README shows it.

fn main() {
    print!("{}", vinculo_access::table_markdown());
}
