<?php

declare(strict_types=1);

namespace VirtFusionDirect;

/**
 * One VirtFusion panel: its packages and its hypervisor groups.
 *
 * An answer is one of three things: an array (it exists), false (the panel confirms that it does not exist), or null (not known right
 * now). No method throws for anything that the panel or the network does.
 *
 * Answers are cached for all PHP processes of the same user: a package and the groups' names for 600 s, a group for 120 s, and that
 * something does not exist for 60 s. Unknown answers are not cached. An object cannot be cloned or serialised, and never shows its token.
 *
 * These files are for editors and static analysis. They are not loaded at run time.
 */
final class Module
{
    /**
     * @param string $url The base URL of the panel's API, `https://host[:port]/path`, such as `https://panel.example.com/api/v1`.
     *     Plain `http://` is accepted only for loopback addresses, because anybody on the way could read the token. A user name, a
     *     query or a fragment is not accepted.
     * @param string $token The panel's API token, sent as `Authorization: Bearer`. It needs read access to packages,
     *     hypervisors and hypervisor groups.
     *
     * @throws \ValueError If the URL has another form, or the token is empty or contains characters that a header must not contain.
     */
    public function __construct(string $url, #[\SensitiveParameter] string $token)
    {
    }

    /**
     * Returns `data` of `GET /packages/{id}`, as `json_decode($body, true)` gives it.
     *
     * A body without a usable `enabled`, `memory`, `cpuCores` or `primaryStorage` gives null, because no quantity can be computed from
     * it.
     *
     * @param int $packageId The id on the panel. Below 1: null, without a request.
     *
     * @return array<array-key, mixed>|false|null The package: `memory` in MB, `primaryStorage` in GB, `cpuCores`,
     *     `primaryStorageProfile` as a storage type code, and everything else that the panel returns. False: it does not exist.
     *     Null: not known, see {@see lastError()}.
     */
    public function fetchPackage(int $packageId): array|false|null
    {
    }

    /**
     * Returns the envelope of `GET /compute/hypervisors/groups/{id}/resources` with all pages merged and each hypervisor once.
     *
     * The envelope reads as page 1 of 1; `per_page` and `total` are the number of entries. A missing page, or fewer entries than the
     * panel counts, makes the group unknown: a part of a group would give a wrong quantity.
     *
     * @param int $groupId The id on the panel. Below 1: null, without a request.
     *
     * @return array{data: list<array<array-key, mixed>>, current_page: int, last_page: int, per_page: int, total: int, ...}|false|null
     *     The envelope. False: the group does not exist. Null: not known, see {@see lastError()}.
     */
    public function fetchGroupResources(int $groupId): array|false|null
    {
    }

    /**
     * Returns the name of each group, from `GET /compute/hypervisors/groups` with all pages.
     *
     * The names are as the panel gives them and not escaped. A group without a name is left out.
     *
     * @return array<int, non-empty-string>|null Group id to name. Null: not known, see {@see lastError()}. One missing page makes
     *     all of them unknown.
     */
    public function fetchGroupNames(): ?array
    {
    }

    /**
     * Removes a package from the cache of all processes. An answer that was requested before is then not cached either.
     *
     * @param int $packageId The id on the panel. Below 1: does nothing.
     */
    public function forgetPackage(int $packageId): void
    {
    }

    /**
     * Removes a group's resources from the cache of all processes. Call it after a server was created, terminated or changed: the
     * panel does not report that capacity has changed.
     *
     * @param int $groupId The id on the panel. Below 1: does nothing.
     */
    public function forgetGroupResources(int $groupId): void
    {
    }

    /**
     * Tests the panel's address and token, past the cache: requests `/connect` and the list of hypervisor groups. A token that may
     * only read servers passes the first and fails the second.
     *
     * @return array{success: bool, error: string} `error` is empty on success; else one or two sentences say what an admin has to do.
     *     It never contains the token.
     */
    public function testConnection(): array
    {
    }

    /**
     * Returns how many requests were sent for this object and the {@see StockControl} objects on it, and how many of them have no
     * usable answer: no answer, an unexpected status, or a body that is not understood.
     *
     * An answer from the cache or from another process's request counts as no request, and so does a request that was not sent
     * because the panel failed before. A request that was sent again on a new connection counts once.
     *
     * @return array{requests: int<0, max>, failures: int<0, max>}
     */
    public function requestCounts(): array
    {
    }

    /**
     * Returns why the last answer of this object, or of a {@see StockControl} on it, was not known.
     *
     * @return string|null One line with the path and what happened. Null if the last answer was known.
     */
    public function lastError(): ?string
    {
    }
}
