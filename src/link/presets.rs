//! Named starting points: what each sets apart from the defaults, as a link.

/// The name of a preset and its link. A link with `preset` says what differs from this.
pub(super) const PRESETS: &[(&str, &str)] = &[
    ("document-000", "data=sine&validation=0&act=tanh&batch=full&finder=document-000;::100"),
    ("document-001", "validation=0&encoding=label&loss=mse&batch=12&finder=document-001"),
    (
        "document-003",
        "data=mnist&model=conv32x3-pool-flat-128-drop0.1-10&opt=adam&finder=1e-6:1:150;beta=0.9&steps=375",
    ),
];
