<?php

/*
 * What one request works with: the clock, the database, and what is read from it. Each part is made when it is first asked for.
 * WHMCS calls the addon's functions, hooks and classes by name: these entry points call ofRequest(). Everything below them is
 * given the shop, or the parts that it needs.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

use WHMCS\Database\Capsule;
use WHMCS\Module\Addon\VirtfusionStock\History\History;
use WHMCS\Module\Addon\VirtfusionStock\History\Proof;
use WHMCS\Module\Addon\VirtfusionStock\History\Recorder;
use WHMCS\Module\Addon\VirtfusionStock\History\Thinning;
use WHMCS\Module\Addon\VirtfusionStock\Ledger\Ledger;
use WHMCS\Module\Addon\VirtfusionStock\Ledger\PanelCounts;
use WHMCS\Module\Addon\VirtfusionStock\Order\OpenOrders;
use WHMCS\Module\Addon\VirtfusionStock\Panel\GroupNames;
use WHMCS\Module\Addon\VirtfusionStock\Panel\Panels;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\AfterResponse;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\CacheInvalidation;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\CronRuns;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Lock;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Looks;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\PendingSweep;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\StateRow;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Shop
{
    private static ?self $ofRequest = null;

    private ?Settings $settings = null;
    private ?Panels $panels = null;
    private ?Products $products = null;
    private ?Ledger $ledger = null;
    private ?Lock $lock = null;
    private ?StateRow $stateRow = null;
    private ?HostModule $hostModule = null;
    private ?Tables $tables = null;
    private ?Limits $limits = null;
    private ?Journal $journal = null;
    private ?GroupNames $groupNames = null;
    private ?CronRuns $cronRuns = null;
    private ?AfterResponse $afterResponse = null;

    public function __construct(public readonly Clock $clock, public readonly Database $database)
    {
    }

    /** For entry points only. */
    public static function ofRequest(): self
    {
        return self::$ofRequest ??= self::begin(new SystemClock());
    }

    /** Makes a new shop on WHMCS's database the request's. */
    public static function begin(Clock $clock): self
    {
        return self::$ofRequest = new self($clock, new Database(static fn () => Capsule::connection()));
    }

    /** Forgets what was read of settings and servers: the next use reads them again. */
    public function reread(): void
    {
        $this->settings = null;
        $this->panels = null;
    }

    public function settings(): Settings
    {
        return $this->settings ??= Settings::load($this->database, $this->tables());
    }

    public function panels(): Panels
    {
        return $this->panels ??= Panels::load($this->database);
    }

    /** The names of the panels' groups, as last read. */
    public function groupNames(): GroupNames
    {
        return $this->groupNames ??= new GroupNames($this->database, $this->tables());
    }

    public function products(): Products
    {
        return $this->products ??= new Products($this->database, $this->hostModule());
    }

    public function ledger(): Ledger
    {
        return $this->ledger ??= new Ledger($this->database, $this->tables(), $this->clock);
    }

    public function history(): History
    {
        return new History($this->database, $this->tables());
    }

    public function recorder(): Recorder
    {
        return new Recorder($this->database, $this->history(), $this->clock);
    }

    public function thinning(): Thinning
    {
        return new Thinning($this->database, $this->history(), $this->clock);
    }

    public function proof(): Proof
    {
        return new Proof($this);
    }

    /** What recalculations have asked of the panels. */
    public function panelCounts(): PanelCounts
    {
        return new PanelCounts($this->database, $this->tables());
    }

    /** Held by the one process that sweeps. */
    public function lock(): Lock
    {
        return $this->lock ??= new Lock($this->database, $this->clock, $this->stateRow());
    }

    public function stateRow(): StateRow
    {
        return $this->stateRow ??= new StateRow($this->database, $this->tables());
    }

    public function pendingSweep(): PendingSweep
    {
        return new PendingSweep($this->stateRow(), $this->clock);
    }

    /** How often the cron runs. */
    public function cronRuns(): CronRuns
    {
        return $this->cronRuns ??= new CronRuns($this->stateRow(), $this->clock);
    }

    public function looks(): Looks
    {
        return new Looks($this->database, $this->tables(), $this->clock);
    }

    public function cacheInvalidation(): CacheInvalidation
    {
        return new CacheInvalidation($this->panels());
    }

    /** The services that are sold and not built yet. */
    public function openOrders(): OpenOrders
    {
        return new OpenOrders($this->database, $this->hostModule(), $this->clock);
    }

    public function hostModule(): HostModule
    {
        return $this->hostModule ??= HostModule::installed();
    }

    public function tables(): Tables
    {
        return $this->tables ??= new Tables($this->database);
    }

    public function missingExtension(): MissingExtension
    {
        return new MissingExtension($this->stateRow(), $this->tables(), $this->clock, $this->journal());
    }

    public function limits(): Limits
    {
        return $this->limits ??= new Limits($this->database);
    }

    public function journal(): Journal
    {
        return $this->journal ??= new Journal();
    }

    /** Whatever a page or an event causes. */
    public function afterResponse(): AfterResponse
    {
        return $this->afterResponse ??= new AfterResponse($this, new Response());
    }
}
