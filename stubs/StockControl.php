<?php

declare(strict_types=1);

namespace VirtFusionDirect;

/**
 * Computes how many more servers of a product the panel has room for.
 *
 * A quantity of null is not known; the shop's quantity must then stay as it is. A false zero takes a product off sale, and a false
 * surplus sells what cannot be built. PHP_INT_MAX means that no limit is known.
 *
 * One call requests each package and group that its products need once, in parallel up to `virtfusion_direct.concurrency`. A row is
 * an array with the columns of `tblproducts` as the database returns them, and the key `locations`; other keys are ignored:
 *
 * - `id`: the product, an integer above 0.
 * - `configoption1`: the id of the default hypervisor group. `locations` adds further groups, as stored names of sub-options:
 *   `value` or `value|Display`.
 * - `configoption2`: the id of the package. `packages`, a list of ids, takes its place: the quantity is then the largest of their
 *   quantities. A package that is unknown makes it unknown, unless another one has no limit.
 * - `configoption3`: IPv4 addresses for one server. Blank: 1. 0: the product needs none, and IPv4 does not limit it.
 * - `configoption7`: the buffer, the percentage of every quota that stays free: 0 to 100 with up to four decimals. Blank: 10.
 * - `size`: an array with any of `memory` (MB), `cpuCores`, `primaryStorage` (GB) and `primaryStorageProfile`, which replace the
 *   package's own values.
 *
 * `$holds` are the servers that are sold and not built yet. They are placed before a quantity is computed: each takes what its server
 * needs, on the hypervisor where the product loses most, and its addresses. A hold takes nothing if its package is missing or
 * disabled, or if no hypervisor has room for it. A hold whose package is not known makes the products of its group unknown. Holds in
 * groups that no product uses are ignored. The keys of a hold:
 *
 * - `id`: the service, an integer above 0, unique in the list.
 * - `package`, `group`: ids on the panel. Without a usable one the hold takes nothing.
 * - `ipv4`: addresses; read like `configoption3`.
 * - `memory`, `cpuCores`, `primaryStorage`, `primaryStorageProfile`: chosen in place of the package's values; null: the package's.
 *
 * `$since` is a time in seconds since the epoch, as from `microtime(true)`. An answer about a group that was requested before it is
 * not used, cached or not. Pass the time at which the last server was created or removed.
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
     * Begins to request what these products need and is not cached, and waits for no answer.
     *
     * The next call of one of the methods below uses the answers and requests only what else it needs: the packages of holds, say.
     * It does not use them if its `$since` is later than the one that was given here. Answers that are not used are cached.
     *
     * @param array<array-key, Row> $products
     * @param float|null $deadline Seconds until a request without an answer is given up. Null: the time-outs of php.ini.
     * @param float|null $since Answers about groups that were requested before this time are not used.
     *
     * @throws \ValueError As {@see quantities()}.
     */
    public function prefetch(array $products, ?float $deadline = null, ?float $since = null): void
    {
    }

    /**
     * Returns how many more servers of one product the panel has room for.
     *
     * @param Row $product
     * @param float|null $deadline Seconds for the whole call, however many requests it takes. What is not answered by then is
     *     unknown. Null: the time-outs of php.ini apply to each request.
     * @param array<array-key, Hold> $holds Servers that are sold and not built yet.
     * @param float|null $since Answers about groups that were requested before this time are not used.
     *
     * @return int<0, max>|null Null: not known. If the panel is the reason, {@see Module::lastError()} says why.
     *
     * @throws \ValueError If the row or a hold has no valid `id`, a `size` is not a number, two holds have the same id, or the
     *     deadline is not above 0.
     */
    public function quantity(array $product, ?float $deadline = null, array $holds = [], ?float $since = null): ?int
    {
    }

    /**
     * Returns the quantities of many products.
     *
     * @param array<array-key, Row> $products
     * @param float|null $deadline As for {@see quantity()}, for all products together.
     * @param array<array-key, Hold> $holds Servers that are sold and not built yet.
     * @param float|null $since Answers about groups that were requested before this time are not used.
     *
     * @return array<int, int<0, max>|null> Product id to quantity, in the order of the rows.
     *
     * @throws \ValueError If one of them is not a row or has no valid `id`, or the deadline is not above 0. No request is sent then.
     */
    public function quantities(array $products, ?float $deadline = null, array $holds = [], ?float $since = null): array
    {
    }

    /**
     * Returns the same quantities with the reasons for them.
     *
     * `fits` is the quantity without the holds, `held` what they take: `quantity` = `fits` - `held`. The numbers of a group are those
     * after its holds. At most 50 holds are listed; `more_holds` counts the others. `placed` is the hypervisor's id, null without
     * room; `costs` is what the hold takes from the group's quantity; `unbuildable` says whether its package is missing or disabled.
     *
     * A number of null means no limit. The quantity of a product or a group is null if it is not known; the quantity of a group also
     * with `virtfusion_direct.ipv4_pool = hypervisor`, because addresses then limit all groups together. `reserved` is what the buffer
     * keeps free, in MB, cores and GB. `levels` are the quotas in the same units, null if the panel's figures are missing or not
     * understood: `max` (0: no quota), `used` as the panel reports it, `held` by orders, `usable` beyond both and the buffer, and
     * `missing`, how much more must be free for one more server (null if this limits nothing). The level of `storage` is that of the
     * pool that counts; `pools` are all pools that can hold the package's disk. `cause` is one word for the kind of failure in `error`.
     *
     * @param array<array-key, Row> $products
     * @param float|null $deadline As for {@see quantity()}, for all products together.
     * @param array<array-key, Hold> $holds Servers that are sold and not built yet.
     * @param float|null $since Answers about groups that were requested before this time are not used.
     *
     * @return array<int, Report> Product id to report, in the order of the rows.
     *
     * @throws \ValueError As {@see quantities()}.
     */
    public function explain(array $products, ?float $deadline = null, array $holds = [], ?float $since = null): array
    {
    }

    /**
     * Returns the same quantities, with a report only if it differs from the caller's: reports are large, and most do not change.
     *
     * `state` identifies the content of the report; it is null if the quantity is not known. `report` is as from {@see explain()}; it
     * is null if the caller passed the same state, and never null for an unknown quantity.
     *
     * @param array<array-key, Row> $products
     * @param array<int, string|null>|null $states Product id to the state of the report that the caller has.
     * @param float|null $deadline As for {@see quantity()}, for all products together.
     * @param array<array-key, Hold> $holds Servers that are sold and not built yet.
     * @param float|null $since Answers about groups that were requested before this time are not used.
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
    ): array {
    }

    /**
     * Does only the arithmetic, without a panel, a cache or a setting. The group shares one pool of IPv4 addresses.
     *
     * @param array<array-key, mixed> $resources A group's envelope as `json_decode($body, true)` gives it, with `data`. One of
     *     several pages gives null.
     * @param array<array-key, mixed> $package A package without its envelope. Its `enabled` is ignored.
     * @param int $ipv4Required Addresses for one server. 0: IPv4 does not limit it.
     * @param float $bufferPct Percentage of every quota that stays free: rounded to four decimals, clamped to 0..100.
     *
     * @return int<0, max>|null Null: the arrays are not understood. PHP_INT_MAX: nothing limits it.
     *
     * @throws \ValueError If `$ipv4Required` is below 0.
     */
    public static function groupCapacity(
        array $resources,
        array $package,
        int $ipv4Required = 1,
        float $bufferPct = 10.0
    ): ?int {
    }
}
