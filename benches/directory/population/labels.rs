//! Tags, channels and the other short words of an event.

use crate::random::{Random, Zipf};

/// Channels, the most used first.
pub(crate) const CHANNELS: [&str; 8] = [
    "widget", "email", "api", "chat", "survey", "voice", "sms", "store",
];

/// How often each is used: by Zipf's law.
pub(super) const CHANNEL_WEIGHTS: [u64; 8] = [840, 420, 280, 210, 168, 140, 120, 105];

/// A channel that came up in the last months only.
pub(crate) const LATE_CHANNEL: &str = "whatsapp";

/// A tag that was given in the first months only, and to most who came in them.
pub(crate) const EARLY_TAG: &str = "legacy-import";

/// A tag that exactly the customers of the plan [`TOP_PLAN`] have.
pub(crate) const TOP_TAG: &str = "enterprise";

/// Plans, the most used first.
pub(crate) const PLANS: [&str; 4] = ["Free", "Pro", "Business", TOP_PLAN];
pub(crate) const TOP_PLAN: &str = "Enterprise";

/// Regions, each with as many customers.
pub(crate) const REGIONS: [&str; 6] = ["EMEA", "AMER", "APAC", "DACH", "Nordics", "LATAM"];

/// What feedback is about.
pub(crate) const CATEGORIES: [&str; 6] = ["bug", "idea", "question", "praise", "billing", "other"];

/// The first tags; the many after them are made of a topic and a kind.
const TAGS: [&str; 12] = [
    "newsletter",
    "vip",
    "beta",
    "trial",
    "mobile",
    "churn-risk",
    "champion",
    "partner",
    "reseller",
    "education",
    "nonprofit",
    "press",
];
const TOPICS: &str = "billing export import search login mobile desktop api webhook calendar board \
    report invoice seat theme font upload notification offline security";
const KINDS: &str = "bug idea question slow confusing praise urgent follow-up workaround duplicate \
    regression docs training escalated refund";

/// How many different tags there are but for those of a plan or a time.
const TAG_COUNT: usize = 300;

/// Tags by rank.
pub(crate) struct Tags {
    names: Vec<String>,
    law: Zipf,
}

impl Tags {
    /// All tags.
    pub(crate) fn new() -> Self {
        let topics = TOPICS.split_whitespace();
        let made = topics.flat_map(|topic| {
            KINDS
                .split_whitespace()
                .map(move |kind| format!("{topic}-{kind}"))
        });
        let first = TAGS.iter().map(|&tag| tag.to_owned());
        let names: Vec<String> = first.chain(made).take(TAG_COUNT).collect();
        Self {
            law: Zipf::new(names.len() as u64),
            names,
        }
    }

    /// The tag of a rank; the most used is 0.
    pub(crate) fn name(&self, rank: usize) -> &str {
        &self.names[rank]
    }

    /// The tag that fewest have.
    pub(crate) fn rarest(&self) -> &str {
        self.names.last().map_or("", String::as_str)
    }

    /// The tags of an event, none twice.
    pub(crate) fn draw(&self, random: &mut Random) -> Vec<&str> {
        let count = random.weighted(&[35, 30, 20, 10, 5]);
        let mut ranks: Vec<usize> = (0..count).map(|_| self.law.draw(random)).collect();
        ranks.sort_unstable();
        ranks.dedup();
        ranks.into_iter().map(|rank| self.name(rank)).collect()
    }
}
