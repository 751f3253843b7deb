<?php

/*
 * Asks the panels for the names of their groups, after a recalculation that an admin or the cron started and after its quantities are
 * written. Names are only shown: a failure changes nothing, and the stored names stay.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class GroupNameUpdate
{
    /** Seconds between two questions to a panel, over all processes. */
    private const PERIOD = 600;

    public function __construct(private Shop $shop)
    {
    }

    /** Asks the panels that answered in the recalculation. */
    public function after(Outcome $outcome): void
    {
        try {
            $answered = [];
            foreach ($outcome->readings as $reading) {
                if ($reading->known() && $reading->panelId !== null) {
                    $answered[$reading->panelId] = true;
                }
            }
            foreach (array_intersect_key($this->shop->panels()->all(), $answered) as $id => $panel) {
                if ($this->shop->limits()->acquire("group-names:{$id}", self::PERIOD)) {
                    $names = $panel->module()->fetchGroupNames();
                    if ($names !== null) {
                        $this->shop->groupNames()->store($id, $names);
                    }
                }
            }
        } catch (Throwable $failure) {
            $this->shop->journal()->failure("reading the groups' names", $failure);
        }
    }
}
