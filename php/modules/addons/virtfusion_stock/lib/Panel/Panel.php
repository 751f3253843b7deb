<?php

/*
 * One server row that is a VirtFusion panel. Its token stays encrypted until the panel is used, and is kept
 * nowhere: dumping a panel shows none.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Panel;

use InvalidArgumentException;
use Throwable;
use VirtFusionDirect\Module;
use WHMCS\Module\Addon\VirtfusionStock\Text;

final class Panel
{
    private ?Module $module = null;

    public function __construct(
        public readonly int $id,
        public readonly string $name,
        private readonly string $hostname,
        private readonly string $password,
    ) {
    }

    /** For logs and pages. */
    public function label(): string
    {
        return "server #{$this->id} " . Text::line($this->name, 60);
    }

    /** @throws InvalidArgumentException when the server's hostname or password cannot be used; it says why */
    public function module(): Module
    {
        if ($this->module === null) {
            $url = Hostname::url($this->hostname);
            $token = Password::decrypt($this->password);
            try {
                $this->module = new Module($url, $token);
            } catch (Throwable $refused) {
                throw new InvalidArgumentException(Text::line($refused->getMessage()));
            }
        }

        return $this->module;
    }
}
