//! Pictures in the IDX format, as MNIST comes: a header of big-endian numbers, then a byte a pixel.

use std::io::Read as _;

use flate2::read::MultiGzDecoder;

use crate::error::{Error, Result};
use crate::sentence;

/// The most bytes that a file may unpack to: MNIST's whole training set and a little more. A gzip file of a few
/// kilobytes can claim gigabytes.
const MAX_BYTES: u64 = 64 << 20;

/// The most classes: labels are bytes.
const MAX_LABEL: u8 = 9;

/// Pictures of one size with a class each. The pixels stay bytes: as numbers they would take eight times the memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pictures {
    height: usize,
    width: usize,
    pixels: Vec<u8>,
    labels: Vec<u8>,
}

impl Pictures {
    /// Pictures and labels from two IDX files, gzipped or not.
    ///
    /// # Errors
    /// `images` or `labels`: a file that is no IDX file of bytes, or is longer or shorter than its header says, or a
    /// damaged gzip file; `labels`: another count than there are pictures, or a label above 9.
    pub fn from_idx(images: &[u8], labels: &[u8]) -> Result<Self> {
        let images = unpacked(images).map_err(|error| error.under("images"))?;
        let labels = unpacked(labels).map_err(|error| error.under("labels"))?;
        let ([count, height, width], pixels) = body(&images).map_err(|error| error.under("images"))?;
        let ([label_count], labels) = body(&labels).map_err(|error| error.under("labels"))?;
        if count == 0 || height == 0 || width == 0 {
            let problem = sentence!(
                "error.no-pictures",
                "{count} pictures of {height}×{width}; at least one of each",
                count,
                height,
                width
            );
            return Err(Error::new("images", problem));
        }
        if label_count != count {
            let problem = sentence!(
                "error.labels-for-pictures",
                "{labels} labels for {count} pictures; one for each",
                labels = label_count,
                count
            );
            return Err(Error::new("labels", problem));
        }
        if let Some(i) = labels.iter().position(|label| *label > MAX_LABEL) {
            let accepted = sentence!("accepted.class-to", "a class from 0 to {last}", last = usize::from(MAX_LABEL));
            return Err(Error::not_accepted(format!("labels[{i}]"), usize::from(labels[i]), accepted));
        }
        Ok(Self { height, width, pixels: pixels.to_vec(), labels: labels.to_vec() })
    }

    /// Height and width of a picture.
    pub fn size(&self) -> (usize, usize) {
        (self.height, self.width)
    }

    /// The pixels, picture after picture, row-major, 0 to 255.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// The class of each picture.
    pub fn labels(&self) -> &[u8] {
        &self.labels
    }
}

/// The bytes of a file that may be gzipped.
fn unpacked(file: &[u8]) -> Result<Vec<u8>> {
    const GZIP: [u8; 2] = [0x1f, 0x8b];
    let mut bytes = Vec::new();
    if !file.starts_with(&GZIP) {
        return Ok(file.to_vec());
    }
    let mut limited = MultiGzDecoder::new(file).take(MAX_BYTES + 1);
    limited.read_to_end(&mut bytes).map_err(|error| {
        let words = error.to_string();
        Error::new("", sentence!("error.damaged-gzip", "the gzip file is damaged: {words}", words))
    })?;
    if bytes.len() as u64 > MAX_BYTES {
        let most = MAX_BYTES >> 20;
        let problem = sentence!("error.large-gzip", "the gzip file unpacks to more than {most} MiB", most);
        return Err(Error::new("", problem));
    }
    Ok(bytes)
}

/// Dimensions and content of an IDX file of bytes with `N` dimensions.
fn body<const N: usize>(file: &[u8]) -> Result<([usize; N], &[u8])> {
    const UNSIGNED_BYTE: u8 = 8;
    let magic = [0, 0, UNSIGNED_BYTE, N as u8];
    let Some(rest) = file.strip_prefix(&magic) else {
        let begin: Vec<String> = file.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let problem = sentence!(
            "error.no-idx",
            "begins with {found}; an IDX file of bytes in {dimensions} dimensions begins with 00 00 08 0{dimensions}",
            found = begin.join(" "),
            dimensions = N
        );
        return Err(Error::new("", problem));
    };
    let truncated = || {
        let problem =
            sentence!("error.short-header", "the file ends inside its header, after {count} bytes", count = file.len());
        Error::new("", problem)
    };
    let mut dimensions = [0; N];
    let (header, content) = rest.split_at_checked(4 * N).ok_or_else(truncated)?;
    for (dimension, bytes) in dimensions.iter_mut().zip(header.chunks_exact(4)) {
        *dimension = bytes.iter().fold(0, |number, byte| (number << 8) | usize::from(*byte));
    }
    let size = dimensions.iter().try_fold(1_usize, |size, dimension| size.checked_mul(*dimension));
    if size != Some(content.len()) {
        let dimensions = dimensions.map(|dimension| dimension.to_string()).join("×");
        let problem = sentence!(
            "error.other-length",
            "the header says {dimensions} bytes, the file has {count}",
            dimensions,
            count = content.len()
        );
        return Err(Error::new("", problem));
    }
    Ok((dimensions, content))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::Pictures;

    /// Two pictures of 2×3 pixels.
    const IMAGES: [u8; 28] = [
        0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, // header
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255,
    ];
    const LABELS: [u8; 10] = [0, 0, 8, 1, 0, 0, 0, 2, 7, 0];

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn plain_and_gzipped() {
        let plain = Pictures::from_idx(&IMAGES, &LABELS).unwrap();
        assert_eq!((plain.size(), plain.labels()), ((2, 3), &[7, 0][..]));
        assert_eq!(plain.pixels()[11], 255);
        assert_eq!(Pictures::from_idx(&gzip(&IMAGES), &gzip(&LABELS)), Ok(plain));
    }

    #[test]
    fn refused_files() {
        let bomb = gzip(&vec![0; (64 << 20) + 1]);
        let packed = gzip(&IMAGES);
        let eleven = [0, 0, 8, 1, 0, 0, 0, 2, 7, 11];
        let huge = [0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1];
        for (images, labels, field, words) in [
            (&b""[..], &LABELS[..], "images", "begins with ;"),
            (b"\x89PNG\r\n", &LABELS, "images", "begins with 89 50 4e 47"),
            (&LABELS, &LABELS, "images", "begins with 00 00 08 01"),
            (&IMAGES[..9], &LABELS, "images", "inside its header"),
            (&IMAGES[..27], &LABELS, "images", "2×2×3 bytes, the file has 11"),
            (&huge, &LABELS, "images", "the file has 1"),
            (&packed[..packed.len() - 9], &LABELS, "images", "damaged"),
            (&packed[..12], &LABELS, "images", "damaged"),
            (&bomb, &LABELS, "images", "more than 64 MiB"),
            (&[0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 3], &[0, 0, 8, 1, 0, 0, 0, 0], "images", "0 pictures"),
            (&IMAGES, &IMAGES, "labels", "begins with 00 00 08 03"),
            (&IMAGES, &[0, 0, 8, 1, 0, 0, 0, 1, 7], "labels", "1 labels for 2 pictures"),
            (&IMAGES, &eleven, "labels[1]", "11 is not accepted"),
        ] {
            let error = Pictures::from_idx(images, labels).unwrap_err();
            assert_eq!(error.field(), field, "{error}");
            assert!(error.problem().contains(words), "{error}");
        }
    }

    #[test]
    fn any_truncation_is_an_error() {
        for file in [IMAGES.to_vec(), gzip(&IMAGES)] {
            for end in 0..file.len() {
                assert!(Pictures::from_idx(&file[..end], &LABELS).is_err(), "after {end} bytes");
            }
        }
    }
}
