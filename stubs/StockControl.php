<?php

declare(strict_types=1);

namespace VirtFusionDirect;

/**
 * From products' rows to quantities: how many more servers of a product the panel can still place.
 *
 * A quantity of null is not known, and leaves the shop's number alone: a false zero takes a product off sale, and a false
 * surplus sells what cannot be built. PHP_INT_MAX stands for "no limit known".
 *
 * One call asks for every package and group that its products need once, side by side within
 * `virtfusion_direct.concurrency`. A row is an array with the columns of `tblproducts` as the database gives them and the key
 * `locations`; other keys are ignored:
 *
 * - `id`: the product, an integer above 0.
 * - `configoption1`: the id of the default hypervisor group; `locations` adds further ones, as raw names of sub-options,
 *   `value` or `value|Display`.
 * - `configoption2`: the id of the package. `packages`, a list of ids, takes its place: the quantity is then the largest of
 *   theirs. One that is unknown makes it unknown, unless another is without limit.
 * - `configoption3`: IPv4 addresses for one server. Blank: 1. 0: the product takes none, and IPv4 limits nothing.
 * - `configoption7`: the buffer in percent that is held back of every quota, 0 to 100 with up to four decimals. Blank: 10.
 * - `size`: an array with any of `memory` (MB), `cpuCores`, `primaryStorage` (GB), `primaryStorageProfile`, which replace the
 *   package's own values.
 *
 * `$holds` are the servers that are sold and not built yet. They are placed before a quantity is computed: each takes what its
 * server takes, on the hypervisor where the product loses most, and the addresses that it needs. A hold whose package is missing
 * or disabled, or that no hypervisor has room for, takes nothing; one whose package is not known makes the products of its group
 * unknown. Holds in groups that no product asks for are not looked at. The keys of a hold:
 *
 * - `id`: the service, an integer above 0, once in the list.
 * - `package`, `group`: ids at the panel. Without a usable one the hold takes nothing.
 * - `ipv4`: addresses; read as `configoption3`.
 * - `memory`, `cpuCores`, `primaryStorage`, `primaryStorageProfile`: chosen in place of the package's; null: the package's.
 *
 * `$since` is a moment in seconds since the epoch, as `microtime(true)` gives it: an answer about a group that was asked for
 * before it is not used, cached or not. Name the moment at which the last server was created or removed.
 *
 * @phpstan-type Row array{
 *     id: int|numeric-string,
 *     configoption1?: int|string|null,
 *     configoption2?: int|string|null,
 *     configoption3?: int|string|null,
 *     configoption7?: int|float|string|null,
 *     locations?: array<array-key, int|string|null>,
 *     packages?: array<array-key, int|string|null>|null,
 *     size?: Size|null,
 *     ...
 * }
 * @phpstan-type Size array{
 *     memory?: int|string|null,
 *     cpuCores?: int|string|null,
 *     primaryStorage?: int|string|null,
 *     primaryStorageProfile?: int|string|null,
 *     ...
 * }
 * @phpstan-type Hold array{
 *     id: int|numeric-string,
 *     package?: int|string|null,
 *     group?: int|string|null,
 *     ipv4?: int|string|null,
 *     memory?: int|string|null,
 *     cpuCores?: int|string|null,
 *     primaryStorage?: int|string|null,
 *     primaryStorageProfile?: int|string|null,
 *     ...
 * }
 * @phpstan-type Level array{max: int, used: int, held: int, usable: int<0, max>, missing: int|null}
 * @phpstan-type HypervisorReport array{
 *     id: int|null,
 *     name: string|null,
 *     eligible: bool,
 *     skipped: 'disabled'|'not_commissioned'|'prohibited'|null,
 *     fits: int|null,
 *     limited_by: 'memory'|'cpu'|'storage'|'servers'|null,
 *     memory: int|null,
 *     cpu: int|null,
 *     storage: int|null,
 *     servers: int|null,
 *     ipv4_free: int|null,
 *     reserved: array{memory: int, cpu: int, storage: int},
 *     levels: array{memory: Level|null, cpu: Level|null, storage: Level|null, servers: Level|null},
 *     pools: list<array{max: int, used: int}>
 * }
 * @phpstan-type Reason 'ok'|'no_package'|'no_groups'|'package_missing'|'package_disabled'|'package_unknown'|'group_unknown'|
 *     'hold_unknown'
 * @phpstan-type HoldReport array{id: int, package: int, placed: int|null, costs: int, unbuildable: bool}
 * @phpstan-type GroupReport array{
 *     id: int,
 *     reason: 'ok'|'group_missing'|'group_unknown'|'hold_unknown',
 *     quantity: int|null,
 *     fits: int|null,
 *     ipv4_fits: int|null,
 *     limited_by: 'hypervisors'|'ipv4'|null,
 *     holds: list<HoldReport>,
 *     more_holds: int,
 *     notes: list<string>,
 *     hypervisors: list<HypervisorReport>
 * }
 * @phpstan-type PackageReport array{
 *     id: int,
 *     name: string|null,
 *     memory: int,
 *     cpuCores: int,
 *     primaryStorage: int,
 *     primaryStorageProfile: int
 * }
 * @phpstan-type Report array{
 *     product: int,
 *     quantity: int|null,
 *     reason: Reason,
 *     fits: int|null,
 *     held: int|null,
 *     error: string|null,
 *     package: PackageReport|null,
 *     buffer_pct: float,
 *     ipv4_required: int,
 *     ipv4_pool: 'group'|'hypervisor',
 *     groups: list<GroupReport>,
 *     cause: string|null
 * }
 * @phpstan-type Finding array{
 *     quantity: int|null,
 *     reason: Reason,
 *     fits: int|null,
 *     error: string|null,
 *     state: string|null,
 *     report: Report|null
 * }
 */
final class StockControl
{
    /**
     * @param Module $module The panel that all products of a call are asked about.
     */
    public function __construct(Module $module)
    {
    }

    /**
     * How many more servers of one product can be placed.
     *
     * @param Row $product
     * @param float|null $deadline Seconds for the whole call, however many requests it takes; what has not answered by then is
     *     unknown. Null: each request has the time-outs of php.ini.
     * @param array<array-key, Hold> $holds Servers that are sold and not built yet.
     * @param float|null $since Answers about groups that were asked for before this moment are not used.
     *
     * @return int<0, max>|null Null: not known. {@see Module::lastError()} says why when the panel is the reason.
     *
     * @throws \ValueError When the row or a hold has no valid `id`, a `size` is not a number, two holds have one id, or the
     *     deadline is not above 0.
     */
    public function quantity(array $product, ?float $deadline = null, array $holds = [], ?float $since = null): ?int
    {
    }

    /**
     * The same for many products.
     *
     * @param array<array-key, Row> $products
     * @param float|null $deadline As for {@see quantity()}, for all products together.
     * @param array<array-key, Hold> $holds Servers that are sold and not built yet.
     * @param float|null $since Answers about groups that were asked for before this moment are not used.
     *
     * @return array<int, int<0, max>|null> Product id to quantity, in the order of the rows.
     *
     * @throws \ValueError When one of them is no row or has no valid `id`, or the deadline is not above 0. Nothing has been
     *     asked then.
     */
    public function quantities(array $products, ?float $deadline = null, array $holds = [], ?float $since = null): array
    {
    }

    /**
     * The same quantities, and why they are what they are.
     *
     * `fits` is the quantity without the holds, `held` what these take: `quantity` = `fits` - `held`. A group's numbers are those
     * after its holds, of which at most 50 are listed and `more_holds` counts the others: `placed` is the hypervisor's id, null
     * without room, `costs` what the hold takes off the group's quantity, `unbuildable` whether its package is missing or
     * disabled.
     * Numbers of null mean: no limit; the quantity of a product or a group is null when it is not known, and the one of a
     * group also under `virtfusion_direct.ipv4_pool = hypervisor`, where addresses are shared out over all groups together.
     * `reserved` is what the buffer holds back, in MB, cores and GB. `levels` are the quotas in the same units, null where the
     * panel says nothing that is understood: `max` (0: no quota), `used` as the panel reports it, `held` by orders, `usable`
     * beyond both and the buffer, and `missing`, how much
     * more would have to be free for one more server than fits by it, null where it limits nothing. The level of `storage`
     * is the one of the pool that counts; `pools` are all that the package's disk may lie in. `cause` is one word for the
     * kind of what `error` tells.
     *
     * @param array<array-key, Row> $products
     * @param float|null $deadline As for {@see quantity()}, for all products together.
     * @param array<array-key, Hold> $holds Servers that are sold and not built yet.
     * @param float|null $since Answers about groups that were asked for before this moment are not used.
     *
     * @return array<int, Report> Product id to report, in the order of the rows.
     *
     * @throws \ValueError As {@see quantities()}.
     */
    public function explain(array $products, ?float $deadline = null, array $holds = [], ?float $since = null): array
    {
    }

    /**
     * The same quantities, with a report only where there is something new to say: reports are large, and most say what the last
     * one said.
     *
     * `state` stands for everything that the report says; it is null when the quantity is not known. `report` is what
     * {@see explain()} gives; it is null when the caller names the state that still holds, and never for an unknown.
     *
     * @param array<array-key, Row> $products
     * @param array<int, string|null>|null $states Product id to the state that the caller's report of it has.
     * @param float|null $deadline As for {@see quantity()}, for all products together.
     * @param array<array-key, Hold> $holds Servers that are sold and not built yet.
     * @param float|null $since Answers about groups that were asked for before this moment are not used.
     *
     * @return array<int, Finding> Product id to finding, in the order of the rows.
     *
     * @throws \ValueError As {@see quantities()}.
     */
    public function survey(
        array $products,
        ?array $states = null,
        ?float $deadline = null,
        array $holds = [],
        ?float $since = null
    ): array
    {
    }

    /**
     * The arithmetic alone, without a panel, a cache or a setting: IPv4 counts as one pool of the group.
     *
     * @param array<array-key, mixed> $resources A group's envelope as `json_decode($body, true)` gives it, with `data`. One of
     *     several pages is not a group: null.
     * @param array<array-key, mixed> $package An unwrapped package. Whether it is enabled is not looked at.
     * @param int $ipv4Required Addresses for one server. 0: IPv4 limits nothing.
     * @param float $bufferPct Percent of every quota that is held back: rounded to four decimals, clamped to 0..100.
     *
     * @return int<0, max>|null Null: the arrays are not understood. PHP_INT_MAX: nothing limits it.
     *
     * @throws \ValueError When `$ipv4Required` is below 0.
     */
    public static function groupCapacity(
        array $resources,
        array $package,
        int $ipv4Required = 1,
        float $bufferPct = 10.0
    ): ?int {
    }
}
