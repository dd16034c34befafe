//! Things with how often they are.

use crate::dice::Dice;

/// Values that are drawn as often as their weights say.
pub struct Weighted<T> {
    values: Vec<(T, f64)>,
    total: f64,
}

impl<T> Weighted<T> {
    /// Of values with weights.
    pub fn of(values: impl Iterator<Item = (T, f64)>) -> Self {
        let mut total = 0.0;
        let values = values.map(|(value, weight)| {
            total += weight;
            (value, total)
        });
        Self { values: values.collect(), total }
    }

    /// One of them.
    pub fn draw(&self, dice: &mut Dice) -> &T {
        let at = dice.below(1 << 40) as f64 / (1_u64 << 40) as f64 * self.total;
        let place = self.values.partition_point(|(_, until)| *until <= at);
        &self.values[place.min(self.values.len() - 1)].0
    }
}

/// The rows of a file of `data/`.
pub fn rows(text: &str) -> Vec<Vec<String>> {
    csv::Reader::from_reader(text.as_bytes())
        .records()
        .filter_map(Result::ok)
        .map(|row| row.iter().map(str::to_owned).collect())
        .collect()
}
