<?php

/*
 * The server module that provisions: its name, and the labels of the configurable options that replace a product's values.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class HostModule
{
    public const TYPE = 'VirtFusionDirect';

    /** The module's table of the servers that it has created. */
    public const SERVERS = 'mod_virtfusion_direct';

    /** The module's own labels, under its mapping file's keys. */
    private const LABELS = [
        'packageId' => 'Package',
        'hypervisorId' => 'Location',
        'ipv4' => 'IPv4',
        'memory' => 'Memory',
        'cpuCores' => 'CPU Cores',
        'storage' => 'Storage',
        'storageProfile' => 'Storage Type',
    ];

    /** @var array<string, string>|null */
    private ?array $labels = null;

    /** @param list<string> $roots folders that may be WHMCS's, the first one that has the module counts */
    public function __construct(private array $roots)
    {
    }

    /** The module of the WHMCS that runs, or else of the one that this file is in. */
    public static function installed(): self
    {
        $own = dirname(__DIR__, 5);

        return new self(defined('ROOTDIR') ? [(string) constant('ROOTDIR'), $own] : [$own]);
    }

    /**
     * The names of the options that change what an order asks the panel for, as customers' orders carry them: without what follows a
     * pipe. A mapping file that exists and cannot be read throws: with a wrong label whole groups would be missing from every sum.
     *
     * @return array<string, string> by the mapping file's key
     */
    public function labels(): array
    {
        if ($this->labels === null) {
            $labels = self::LABELS;
            $mapping = $this->mapping();
            foreach (array_keys($labels) as $key) {
                $label = $mapping[$key] ?? null;
                $labels[$key] = is_string($label) && trim($label) !== '' ? trim($label) : $labels[$key];
            }
            $this->labels = $labels;
        }

        return $this->labels;
    }

    /** The name of the option whose choices are hypervisor groups. */
    public function locationLabel(): string
    {
        return $this->labels()['hypervisorId'];
    }

    /** Whether the installed version has a stock control of its own, as 1.4 and later have: it also accepts orders by itself. */
    public function hasStockControl(): bool
    {
        foreach ($this->roots as $root) {
            if (is_file("{$root}/modules/servers/" . self::TYPE . '/lib/StockControl.php')) {
                return true;
            }
        }

        return false;
    }

    /** @return array<mixed> */
    private function mapping(): array
    {
        foreach ($this->roots as $root) {
            $file = "{$root}/modules/servers/" . self::TYPE . '/config/ConfigOptionMapping.php';
            if (is_file($file)) {
                $mapping = $this->returned($file);

                return is_array($mapping) ? $mapping : [];
            }
        }

        return [];
    }

    private function returned(string $file): mixed
    {
        ob_start();
        try {
            return require $file;
        } finally {
            ob_end_clean();
        }
    }
}
