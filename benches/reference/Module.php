<?php

/*
 * Sends requests to the panel one after another, each with a new cURL handle, and caches the answers in files.
 */

declare(strict_types=1);

namespace VirtFusionReference;

use RuntimeException;
use WHMCS\Database\Capsule;

final class Module
{
    public function __construct(
        private string $url,
        private string $token,
        private string $authority,
        private FileCache $cache,
    ) {
    }

    /** The panel of the shop's first server, looked up on every call. */
    public static function ofShop(string $authority, FileCache $cache): self
    {
        $server = Capsule::table('tblservers')
            ->where('type', 'VirtFusionDirect')
            ->where('disabled', 0)
            ->orderBy('active', 'desc')
            ->orderBy('id')
            ->first();
        if ($server === null) {
            throw new RuntimeException('The shop has no server of this type.');
        }

        return new self("https://{$server->hostname}/api/v1", \decrypt($server->password), $authority, $cache);
    }

    /** @return array<string, mixed>|false|null as the extension's own method */
    public function fetchPackage(int $id): array|false|null
    {
        return $this->kept("pkg:{$id}", 600, function () use ($id): array|false|null {
            $answer = $this->get("/packages/{$id}");
            $package = is_array($answer) ? ($answer['data'] ?? null) : $answer;

            return is_array($package) || $package === false ? $package : null;
        });
    }

    /** @return array<string, mixed>|false|null as the extension's own method */
    public function fetchGroupResources(int $id): array|false|null
    {
        return $this->kept("grpres:{$id}", 120, function () use ($id): array|false|null {
            $path = "/compute/hypervisors/groups/{$id}/resources?results=200&page=";
            $first = $this->get("{$path}1");
            if (!is_array($first) || !is_array($first['data'] ?? null)) {
                return is_array($first) ? null : $first;
            }
            $pages = (int) ($first['last_page'] ?? 1);
            for ($page = 2; $page <= $pages; $page++) {
                $more = $this->get($path . $page);
                if (!is_array($more) || !is_array($more['data'] ?? null)) {
                    return null;
                }
                array_push($first['data'], ...$more['data']);
            }

            return count($first['data']) < (int) ($first['total'] ?? 0) ? null : $first;
        });
    }

    private function kept(string $key, int $seconds, callable $ask): array|false|null
    {
        $hit = $this->cache->get($key);
        if ($hit !== null) {
            return $hit[0];
        }
        $answer = $ask();
        if ($answer !== null) {
            $this->cache->put($key, $answer, $answer === false ? 60 : $seconds);
        }

        return $answer;
    }

    private function get(string $path): array|false|null
    {
        $request = curl_init($this->url . $path);
        curl_setopt_array($request, [
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_TIMEOUT => 30,
            CURLOPT_CONNECTTIMEOUT => 10,
            CURLOPT_CAINFO => $this->authority,
            CURLOPT_HTTPHEADER => ["Authorization: Bearer {$this->token}", 'Accept: application/json'],
        ]);
        $body = curl_exec($request);
        $status = curl_getinfo($request, CURLINFO_RESPONSE_CODE);
        curl_close($request);
        if ($status === 404) {
            return false;
        }
        $answer = $status === 200 && is_string($body) ? json_decode($body, true, 64) : null;

        return is_array($answer) ? $answer : null;
    }
}
