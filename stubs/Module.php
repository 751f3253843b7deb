<?php

declare(strict_types=1);

namespace VirtFusionDirect;

/**
 * One VirtFusion panel: its packages and its hypervisor groups.
 *
 * What the panel says is one of three things, and they are never mixed: an array (it exists), false (the panel confirms that
 * it does not exist), null (not known right now). No method throws for anything that the panel or the network does.
 *
 * Answers are cached for all PHP processes of the same user: a package for 600 s, a group for 120 s, that something does not
 * exist for 60 s. Unknown answers are not kept. An object can be neither copied nor serialised, and shows its token nowhere.
 *
 * These files are for editors and static analysis. They are not loaded at run time.
 */
final class Module
{
    /**
     * @param string $url The address below which the panel's API lies, `https://host[:port]/path`, such as
     *     `https://panel.example.com/api/v1`. Plain `http://` is accepted only for loopback addresses, since the token would
     *     be readable on its way; a user name, a query or a fragment is not.
     * @param string $token The panel's API token, sent as `Authorization: Bearer`. It needs read access to packages,
     *     hypervisors and hypervisor groups.
     *
     * @throws \ValueError When the URL is not of that form, or the token is empty or holds characters that no header may hold.
     */
    public function __construct(string $url, #[\SensitiveParameter] string $token)
    {
    }

    /**
     * What lies under `data` of `GET /packages/{id}`, as `json_decode($body, true)` gives it.
     *
     * A body without a usable `enabled`, `memory`, `cpuCores` or `primaryStorage` is null: a quantity could not be computed
     * from it.
     *
     * @param int $packageId The panel's id. Below 1: null, without a request.
     *
     * @return array<array-key, mixed>|false|null The package: `memory` in MB, `primaryStorage` in GB, `cpuCores`,
     *     `primaryStorageProfile` as a storage type code, and whatever else the panel says. False: it does not exist. Null:
     *     not known, see {@see lastError()}.
     */
    public function fetchPackage(int $packageId): array|false|null
    {
    }

    /**
     * The whole envelope of `GET /compute/hypervisors/groups/{id}/resources` with every page merged, each hypervisor once.
     *
     * It says of itself that it is page 1 of 1, with `per_page` and `total` the number of entries. One page that is missing,
     * or fewer entries than the panel counts, makes the group unknown: a part of it would be a false number.
     *
     * @param int $groupId The panel's id. Below 1: null, without a request.
     *
     * @return array{data: list<array<array-key, mixed>>, current_page: int, last_page: int, per_page: int, total: int, ...}|false|null
     *     The envelope. False: the group does not exist. Null: not known, see {@see lastError()}.
     */
    public function fetchGroupResources(int $groupId): array|false|null
    {
    }

    /**
     * Drops a package from the cache, for every process at once. An answer that is on its way is then not kept either.
     *
     * @param int $packageId The panel's id. Below 1 nothing happens.
     */
    public function forgetPackage(int $packageId): void
    {
    }

    /**
     * Drops a group's resources from the cache, for every process at once. To be called after a server was made, removed or
     * changed: capacity has moved, and the panel tells nobody.
     *
     * @param int $groupId The panel's id. Below 1 nothing happens.
     */
    public function forgetGroupResources(int $groupId): void
    {
    }

    /**
     * Asks `/connect` and the list of hypervisor groups, past the cache: a token that may only read servers passes the first
     * and would otherwise fail silently.
     *
     * @return array{success: bool, error: string} `error` is empty on success, else one or two sentences that tell an admin
     *     what to do. The token is not in it.
     */
    public function testConnection(): array
    {
    }

    /**
     * Why the last answer of this object, or of a {@see StockControl} on it, was not known.
     *
     * @return string|null One line with the path and what happened. Null when the last answer was known.
     */
    public function lastError(): ?string
    {
    }
}
