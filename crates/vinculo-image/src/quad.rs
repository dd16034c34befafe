//! Quadrilaterals and the projective maps between them.

/// Four corners, clockwise from the upper left, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Quad(pub(crate) [(f32, f32); 4]);

impl Quad {
    pub(crate) fn rectangle(left: f32, top: f32, right: f32, bottom: f32) -> Self {
        Self([(left, top), (right, top), (right, bottom), (left, bottom)])
    }

    pub(crate) fn side(&self, from: usize) -> f32 {
        let ((ax, ay), (bx, by)) = (self.0[from], self.0[(from + 1) % 4]);
        (bx - ax).hypot(by - ay)
    }

    pub(crate) fn longest_side(&self) -> f32 {
        (0..4).map(|from| self.side(from)).fold(0.0, f32::max)
    }

    /// All of a picture, in shares of it.
    pub(crate) const UNIT: Quad = Quad([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]);

    /// The area by the shoelace formula; positive when the corners run clockwise on the screen.
    pub(crate) fn area(&self) -> f32 {
        0.5 * (0..4)
            .map(|index| {
                let ((ax, ay), (bx, by)) = (self.0[index], self.0[(index + 1) % 4]);
                ax * by - bx * ay
            })
            .sum::<f32>()
    }

    /// Whether every corner turns the same way, clockwise.
    pub(crate) fn is_convex(&self) -> bool {
        (0..4).all(|index| {
            let (a, b, c) = (self.0[index], self.0[(index + 1) % 4], self.0[(index + 2) % 4]);
            (b.0 - a.0) * (c.1 - b.1) - (b.1 - a.1) * (c.0 - b.0) > 0.0
        })
    }

    /// The same area read in one of eight ways: turned by 0, 90, 180, 270 degrees, and each of them mirrored.
    pub(crate) fn laid(&self, how: usize) -> Self {
        let corner = |index: usize| {
            let index = if how >= 4 { 5 - index } else { index };
            self.0[(index + how) % 4]
        };
        Self([corner(0), corner(1), corner(2), corner(3)])
    }

    pub(crate) fn scaled(&self, across: f32, down: f32) -> Self {
        Self(self.0.map(|(x, y)| (x * across, y * down)))
    }

    /// The smallest upright rectangle around it: left, top, right, bottom.
    pub(crate) fn bounds(&self) -> (f32, f32, f32, f32) {
        let start = (f32::MAX, f32::MAX, f32::MIN, f32::MIN);
        self.0.iter().fold(start, |(left, top, right, bottom), &(x, y)| {
            (left.min(x), top.min(y), right.max(x), bottom.max(y))
        })
    }

    /// The part in the middle, `share` of each side, measured in the quadrilateral's own perspective.
    pub(crate) fn centre(&self, share: f32) -> Self {
        let map = self.unit_map();
        let (low, high) = (0.5 - share / 2.0, 0.5 + share / 2.0);
        Self([(low, low), (high, low), (high, high), (low, high)].map(|(x, y)| map.apply(x, y)))
    }

    /// Where [`centre`](Self::centre) of a picture lies on what is left of it when `cut` of its length was cut off
    /// one side: left, upper, right or lower for 0 to 3.
    pub(crate) fn centre_when_cut(&self, share: f32, cut: f32, side: usize) -> Self {
        let off = (1.0 - share) / 2.0;
        let (near, far) = ((off - cut) / (1.0 - cut), (1.0 - off - cut) / (1.0 - cut));
        let along = if side < 2 { (near, far) } else { (1.0 - far, 1.0 - near) };
        let across = (off, 1.0 - off);
        let ((left, right), (top, bottom)) =
            if side.is_multiple_of(2) { (along, across) } else { (across, along) };
        self.unit_map().apply_quad(&Quad::rectangle(left, top, right, bottom))
    }

    /// The largest part of the same shape, turned by `degrees` about the middle, that lies inside.
    pub(crate) fn turned(&self, degrees: f32) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let (width, height) = (self.side(0), self.side(1));
        let (s, c) = (sin.abs(), cos.abs());
        let shrink = (width / (width * c + height * s)).min(height / (width * s + height * c));
        let middle = self
            .0
            .iter()
            .fold((0.0, 0.0), |sum, corner| (sum.0 + corner.0 / 4.0, sum.1 + corner.1 / 4.0));
        Self(self.0.map(|(x, y)| {
            let (dx, dy) = ((x - middle.0) * shrink, (y - middle.1) * shrink);
            (middle.0 + dx * cos - dy * sin, middle.1 + dx * sin + dy * cos)
        }))
    }

    /// The map from the unit square onto this.
    pub(crate) fn unit_map(self) -> Homography {
        let [(x0, y0), (x1, y1), (x2, y2), (x3, y3)] = self.0;
        let (dx1, dx2, dx3) = (x1 - x2, x3 - x2, x0 - x1 + x2 - x3);
        let (dy1, dy2, dy3) = (y1 - y2, y3 - y2, y0 - y1 + y2 - y3);
        let determinant = dx1 * dy2 - dx2 * dy1;
        let (g, h) = if determinant.abs() < 1e-9 {
            (0.0, 0.0)
        } else {
            ((dx3 * dy2 - dx2 * dy3) / determinant, (dx1 * dy3 - dx3 * dy1) / determinant)
        };
        Homography([
            x1 - x0 + g * x1,
            x3 - x0 + h * x3,
            x0,
            y1 - y0 + g * y1,
            y3 - y0 + h * y3,
            y0,
            g,
            h,
            1.0,
        ])
    }
}

/// A projective map of the plane: nine numbers in rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Homography(pub(crate) [f32; 9]);

impl Homography {
    /// From one quadrilateral onto the other, corner by corner.
    pub(crate) fn between(from: &Quad, onto: &Quad) -> Self {
        onto.unit_map().after(&from.unit_map().inverse())
    }

    /// First the other, then this.
    pub(crate) fn after(&self, first: &Homography) -> Self {
        let (a, b) = (&self.0, &first.0);
        let mut product = [0.0; 9];
        for row in 0..3 {
            for column in 0..3 {
                product[3 * row + column] =
                    (0..3).map(|k| a[3 * row + k] * b[3 * k + column]).sum();
            }
        }
        Self(product)
    }

    /// The map back, up to scale.
    pub(crate) fn inverse(&self) -> Self {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        Self([
            e * i - f * h,
            c * h - b * i,
            b * f - c * e,
            f * g - d * i,
            a * i - c * g,
            c * d - a * f,
            d * h - e * g,
            b * g - a * h,
            a * e - b * d,
        ])
    }

    pub(crate) fn apply_quad(&self, quad: &Quad) -> Quad {
        Quad(quad.0.map(|(x, y)| self.apply(x, y)))
    }

    #[inline(always)]
    pub(crate) fn apply(&self, x: f32, y: f32) -> (f32, f32) {
        let m = &self.0;
        let w = m[6] * x + m[7] * y + m[8];
        ((m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w)
    }
}
