<?php

/*
 * The server module that provisions: its name, and the label of the configurable option that carries a hypervisor group.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

final class HostModule
{
    public const TYPE = 'VirtFusionDirect';

    private const LOCATION_LABEL = 'Location';

    private ?string $locationLabel = null;

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
     * The option's name as customers' orders carry it, without what follows a pipe. A mapping file that exists and cannot be read
     * throws: with a wrong label whole groups would be missing from every sum.
     */
    public function locationLabel(): string
    {
        return $this->locationLabel ??= $this->mappedLabel() ?? self::LOCATION_LABEL;
    }

    private function mappedLabel(): ?string
    {
        $label = $this->mapping()['hypervisorId'] ?? null;

        return is_string($label) && trim($label) !== '' ? trim($label) : null;
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
