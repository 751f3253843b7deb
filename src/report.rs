//! A quantity that explains itself: the record behind `StockControl::explain`.

mod level;

use crate::answer::Answer;
use crate::capacity::{Fits, GroupCapacity, HypervisorCapacity, Limit, Need, Reserved};
use crate::decode::{Field, Hypervisor, Package, Standing};
use crate::request::{Refusal, Request};
use crate::settings::Ipv4Pool;
use crate::sweep::{Gathered, Quantity, Watcher, compute};

pub use level::{Level, Levels, max_and_used};

/// Why a product's quantity is what it is.
#[derive(Clone, Debug)]
pub struct Report {
    /// `tblproducts.id`
    pub product: i64,
    /// `None` when unknown.
    pub quantity: Option<i64>,
    /// One word.
    pub reason: Reason,
    /// One line, for an unknown.
    pub error: Option<String>,
    /// One word for its kind.
    pub cause: Option<&'static str>,
    /// The package, when the panel has it.
    pub package: Option<PackageLine>,
    /// In percent.
    pub buffer_pct: f64,
    /// Addresses for one server.
    pub ipv4_required: i64,
    /// How addresses count.
    pub ipv4_pool: Ipv4Pool,
    /// Group by group, in the request's order; empty when the package decides.
    pub groups: Vec<GroupLine>,
}

/// The reason of a product's quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Computed.
    Ok,
    /// The row names no package.
    NoPackage,
    /// The row names no group.
    NoGroups,
    /// The package does not exist: 0.
    PackageMissing,
    /// The package is disabled: 0.
    PackageDisabled,
    /// The package is not known.
    PackageUnknown,
    /// A group is not known.
    GroupUnknown,
}

impl Reason {
    /// As reports name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::NoPackage => "no_package",
            Self::NoGroups => "no_groups",
            Self::PackageMissing => "package_missing",
            Self::PackageDisabled => "package_disabled",
            Self::PackageUnknown => "package_unknown",
            Self::GroupUnknown => "group_unknown",
        }
    }
}

/// The footprint of one server.
#[derive(Clone, Debug)]
pub struct PackageLine {
    /// The panel's id.
    pub id: i64,
    /// For people.
    pub name: Option<Box<str>>,
    /// In MB.
    pub memory: i64,
    /// In cores.
    pub cpu_cores: i64,
    /// In GB.
    pub primary_storage: i64,
    /// The code of the storage medium; 0 names none.
    pub primary_storage_profile: i64,
}

/// One group.
#[derive(Clone, Debug)]
pub struct GroupLine {
    /// The panel's id.
    pub id: i64,
    /// One word.
    pub reason: GroupReason,
    /// This group's part; `None` when unknown, or when addresses count by hypervisor.
    pub quantity: Option<i64>,
    /// The sum over its hypervisors; `None` for no limit, and when unknown.
    pub fits: Option<i64>,
    /// By IPv4; `None` for no limit.
    pub ipv4_fits: Option<i64>,
    /// `hypervisors`, `ipv4`, or `None` when unlimited or unknown.
    pub limited_by: Option<&'static str>,
    /// Remarks for people.
    pub notes: Vec<&'static str>,
    /// Hypervisor by host, in the panel's order.
    pub hypervisors: Vec<HypervisorLine>,
}

/// The reason of a group's part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupReason {
    /// Computed.
    Ok,
    /// It does not exist: 0.
    Missing,
    /// It is not known.
    Unknown,
}

impl GroupReason {
    /// As reports name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Missing => "group_missing",
            Self::Unknown => "group_unknown",
        }
    }
}

/// One hypervisor.
#[derive(Clone, Debug)]
pub struct HypervisorLine {
    /// The panel's id.
    pub id: Option<i64>,
    /// For people.
    pub name: Option<Box<str>>,
    /// Why it is skipped: `disabled`, `not_commissioned` or `prohibited`; `None` when it is eligible.
    pub skipped: Option<&'static str>,
    /// How many fit; 0 when skipped, `None` for no limit.
    pub fits: Option<i64>,
    /// `memory`, `cpu`, `storage`, `servers`, or `None`.
    pub limited_by: Option<&'static str>,
    /// By memory, CPU, storage and servers; `None` for no limit, and when skipped.
    pub by: [Option<i64>; 4],
    /// Free addresses, where the panel says.
    pub ipv4_free: Option<i64>,
    /// What the buffer holds back.
    pub reserved: Reserved,
    /// Its quotas, as far as the panel says them.
    pub levels: Levels,
}

impl Report {
    /// The report of one product.
    #[must_use]
    pub fn of(request: &Request, gathered: &Gathered, pool: Ipv4Pool) -> Self {
        let mut writer = Writer {
            request,
            pool,
            reason: Reason::Ok,
            package: None,
            groups: Vec::new(),
        };
        let quantity = compute(request, gathered, pool, &mut writer);
        let reason = match &quantity {
            Quantity::Refused(Refusal::NoPackage) => Reason::NoPackage,
            Quantity::Refused(Refusal::NoGroups) => Reason::NoGroups,
            Quantity::Unknown(_) if writer.groups.is_empty() => Reason::PackageUnknown,
            Quantity::Unknown(_) => Reason::GroupUnknown,
            Quantity::Known(_) => writer.reason,
        };
        Self {
            product: request.product,
            quantity: quantity.value(),
            reason,
            error: quantity.failure().map(ToString::to_string),
            cause: quantity.failure().map(|failure| failure.cause.kind()),
            package: writer.package,
            buffer_pct: request.buffer.percent(),
            ipv4_required: i64::try_from(request.ipv4_per_server).unwrap_or(i64::MAX),
            ipv4_pool: pool,
            groups: writer.groups,
        }
    }
}

struct Writer<'a> {
    request: &'a Request,
    pool: Ipv4Pool,
    reason: Reason,
    package: Option<PackageLine>,
    groups: Vec<GroupLine>,
}

impl Watcher for Writer<'_> {
    fn package(&mut self, answer: &Answer<&Package>) {
        match answer {
            Answer::Found(package) => {
                if !package.enabled {
                    self.reason = Reason::PackageDisabled;
                }
                let asked_for = self.request.target.as_ref().map_or(0, |target| target.package);
                self.package = Some(PackageLine {
                    id: package.id.unwrap_or(asked_for),
                    name: package.name.clone(),
                    memory: package.memory,
                    cpu_cores: package.cpu_cores,
                    primary_storage: package.primary_storage,
                    primary_storage_profile: package.primary_storage_profile.value().copied().unwrap_or(0),
                });
            }
            Answer::Missing => self.reason = Reason::PackageMissing,
            Answer::Unknown(_) => {}
        }
    }

    fn group(&mut self, id: i64) {
        self.groups.push(GroupLine {
            id,
            reason: GroupReason::Unknown,
            quantity: None,
            fits: None,
            ipv4_fits: None,
            limited_by: None,
            notes: Vec::new(),
            hypervisors: Vec::new(),
        });
    }

    fn host(&mut self, host: &Hypervisor, need: &Need, capacity: Option<&HypervisorCapacity>) {
        if let Some(group) = self.groups.last_mut() {
            group.hypervisors.push(HypervisorLine::of(host, need, capacity));
        }
    }

    fn group_end(&mut self, answer: &Answer<GroupCapacity>) {
        let by_hypervisor = self.pool == Ipv4Pool::Hypervisor;
        let Some(group) = self.groups.last_mut() else {
            return;
        };
        match answer {
            Answer::Unknown(_) => {}
            Answer::Missing => {
                group.reason = GroupReason::Missing;
                group.quantity = (!by_hypervisor).then_some(0);
                group.fits = Some(0);
                group.limited_by = Some("hypervisors");
            }
            Answer::Found(capacity) => {
                let by_ipv4 = if by_hypervisor { Fits::NoLimit } else { capacity.by_ipv4 };
                let quantity = capacity.fits.min(by_ipv4);
                group.reason = GroupReason::Ok;
                group.quantity = (!by_hypervisor).then_some(quantity.quantity());
                group.fits = capacity.fits.limit();
                group.ipv4_fits = by_ipv4.limit();
                group.limited_by = match quantity {
                    Fits::NoLimit => None,
                    Fits::Count(_) if capacity.fits <= by_ipv4 => Some("hypervisors"),
                    Fits::Count(_) => Some("ipv4"),
                };
                if capacity.ipv4_differs && !by_hypervisor {
                    group.notes.push(
                        "Hypervisors of this group report different IPv4 counts; the highest is taken as one pool for all of \
                         them. If each has blocks of its own, set virtfusion_direct.ipv4_pool to hypervisor.",
                    );
                }
            }
        }
    }
}

impl HypervisorLine {
    fn of(host: &Hypervisor, need: &Need, capacity: Option<&HypervisorCapacity>) -> Self {
        let skipped = match host.standing {
            Field::Is(Standing::Disabled) => Some("disabled"),
            Field::Is(Standing::NotCommissioned) => Some("not_commissioned"),
            Field::Is(Standing::Prohibited) => Some("prohibited"),
            _ => None,
        };
        Self {
            id: host.id.value().copied(),
            name: host.name.clone(),
            skipped,
            fits: capacity.map_or(Some(0), |capacity| capacity.fits().limit()),
            limited_by: capacity
                .and_then(HypervisorCapacity::limited_by)
                .map(|limit| match limit {
                    Limit::Memory => "memory",
                    Limit::Cpu => "cpu",
                    Limit::Storage => "storage",
                    Limit::Servers => "servers",
                }),
            by: capacity.map_or([None; 4], |capacity| {
                [capacity.memory, capacity.cpu, capacity.storage, capacity.servers].map(Fits::limit)
            }),
            ipv4_free: host.ipv4_free.value().copied(),
            reserved: capacity.map_or(Reserved::default(), |capacity| capacity.reserved),
            levels: Levels::of(host, need, capacity),
        }
    }
}
