//! Directions that belong together: spherical k-means (Dhillon and Modha, "Concept decompositions for large sparse text
//! data using clustering", 2001), with the first centres as far from each other as they come (Gonzalez, 1985).

use super::factor::{DIMENSIONS, Place};

/// The fewest and the most clusters that are tried.
const TRIED: std::ops::RangeInclusive<usize> = 3..=8;
/// After so many rounds a clustering is taken as it is.
const ROUNDS: usize = 40;

/// A clustering.
#[derive(Debug)]
pub(super) struct Clusters {
    /// The cluster of every place.
    pub(super) of: Vec<usize>,
    /// The direction of every cluster.
    pub(super) centres: Vec<Place>,
}

/// Of the numbers of clusters tried the clustering with the greatest silhouette: the mean over all places of how much
/// nearer their own centre is than the next (Rousseeuw, 1987, in the form that compares with centres). Places weigh
/// by `weights`.
pub(super) fn best(places: &[Place], weights: &[f64]) -> Clusters {
    let starts = far_apart(places, weights, *TRIED.end());
    let tried = TRIED.map(|k| {
        let clusters = cluster(places, weights, &starts[..k.min(starts.len())]);
        (silhouette(places, weights, &clusters), clusters)
    });
    let best = tried.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map_or_else(
        || Clusters {
            of: Vec::new(),
            centres: Vec::new(),
        },
        |(_, clusters)| clusters,
    )
}

impl Clusters {
    /// Where a cluster lies along the two first dimensions after the one that all share, from −1 to 1.
    pub(super) fn map(&self, cluster: usize) -> [f64; 2] {
        [1, 2].map(|dimension| {
            let widest = self
                .centres
                .iter()
                .map(|centre| centre[dimension].abs())
                .fold(0.0, f64::max);
            if widest > 0.0 {
                self.centres[cluster][dimension] / widest
            } else {
                0.0
            }
        })
    }
}

fn cosine(a: &Place, b: &Place) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The place with the most weight, then always the one that is farthest from all before, the heavier of equals.
fn far_apart(places: &[Place], weights: &[f64], most: usize) -> Vec<Place> {
    let mut found = Vec::new();
    let mut nearest = vec![f64::NEG_INFINITY; places.len()];
    let mut next = (0..places.len()).max_by(|&a, &b| weights[a].total_cmp(&weights[b]).then(b.cmp(&a)));
    while let Some(at) = next.filter(|_| found.len() < most) {
        found.push(places[at]);
        for (nearest, place) in nearest.iter_mut().zip(places) {
            *nearest = nearest.max(cosine(place, &places[at]));
        }
        next = (0..places.len()).min_by(|&a, &b| {
            nearest[a]
                .total_cmp(&nearest[b])
                .then(weights[b].total_cmp(&weights[a]))
                .then(a.cmp(&b))
        });
    }
    found
}

fn cluster(places: &[Place], weights: &[f64], starts: &[Place]) -> Clusters {
    let mut centres = starts.to_vec();
    let mut of = vec![usize::MAX; places.len()];
    for _ in 0..ROUNDS {
        let mut moved = false;
        for (of, place) in of.iter_mut().zip(places) {
            let near = nearest(place, &centres).0;
            moved |= *of != near;
            *of = near;
        }
        if !moved {
            break;
        }
        let mut sums = vec![[0.0; DIMENSIONS]; centres.len()];
        for ((place, &of), weight) in places.iter().zip(&of).zip(weights) {
            sums[of]
                .iter_mut()
                .zip(place)
                .for_each(|(sum, along)| *sum += weight * along);
        }
        for (centre, sum) in centres.iter_mut().zip(sums) {
            let length = cosine(&sum, &sum).sqrt();
            // A cluster that lost everything stays where it was.
            if length > 0.0 {
                *centre = sum.map(|along| along / length);
            }
        }
    }
    Clusters { of, centres }
}

/// The nearest centre, with its cosine and that of the second nearest.
fn nearest(place: &Place, centres: &[Place]) -> (usize, f64, f64) {
    let mut found = (0, f64::NEG_INFINITY, f64::NEG_INFINITY);
    for (at, centre) in centres.iter().enumerate() {
        let near = cosine(place, centre);
        if near > found.1 {
            found = (at, near, found.1);
        } else if near > found.2 {
            found.2 = near;
        }
    }
    found
}

fn silhouette(places: &[Place], weights: &[f64], clusters: &Clusters) -> f64 {
    let each = places.iter().zip(weights).map(|(place, weight)| {
        let (_, own, next) = nearest(place, &clusters.centres);
        let (own, next) = (1.0 - own, 1.0 - next);
        if next > 0.0 && next.is_finite() {
            weight * (next - own) / next
        } else {
            0.0
        }
    });
    each.sum::<f64>() / weights.iter().sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Some directions near each of some axes.
    fn bundles(sizes: &[usize], noise: &[f64]) -> Vec<Place> {
        let mut noise = noise.iter().cycle();
        let mut places = Vec::new();
        for (axis, &size) in sizes.iter().enumerate() {
            for _ in 0..size {
                let mut place: Place = std::array::from_fn(|_| noise.next().unwrap() * 0.1);
                place[axis] += 1.0;
                let length = cosine(&place, &place).sqrt();
                places.push(place.map(|along| along / length));
            }
        }
        places
    }

    proptest! {
        #[test]
        fn bundles_are_found(sizes in prop::collection::vec(3_usize..9, 3..8), noise in prop::collection::vec(-1.0..1.0_f64, 37)) {
            let places = bundles(&sizes, &noise);
            let found = best(&places, &vec![1.0; places.len()]);
            let mut of = &found.of[..];
            let mut seen = Vec::new();
            for size in sizes {
                let (bundle, rest) = of.split_at(size);
                prop_assert!(bundle.iter().all(|cluster| *cluster == bundle[0]), "{:?}", found.of);
                prop_assert!(!seen.contains(&bundle[0]));
                seen.push(bundle[0]);
                of = rest;
            }
        }
    }

    #[test]
    fn fewer_places_than_clusters_are_each_their_own() {
        let places = bundles(&[1, 1], &[0.0]);
        let found = best(&places, &[1.0, 2.0]);
        assert_ne!(found.of[0], found.of[1]);
    }
}
