<?php

/*
 * What one server of a product needs.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Report;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Package
{
    private function __construct(
        public readonly int $id,
        public readonly string $name,
        /** In MB. */
        public readonly int $memory,
        public readonly int $cpu,
        /** In GB. */
        public readonly int $storage,
        /** Code of the storage type; 0: none is required. */
        public readonly int $storageType,
    ) {
    }

    public static function of(Record $package): self
    {
        return new self(
            $package->int('id'),
            (string) $package->textOrNull('name'),
            $package->int('memory'),
            $package->int('cpuCores'),
            $package->int('primaryStorage'),
            $package->int('primaryStorageProfile'),
        );
    }

    /** What one server needs of a resource; of `servers` it is one. */
    public function need(string $resource): int
    {
        return match ($resource) {
            'memory' => $this->memory,
            'cpu' => $this->cpu,
            'storage' => $this->storage,
            default => 1,
        };
    }
}
