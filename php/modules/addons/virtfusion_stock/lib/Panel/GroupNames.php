<?php

/*
 * The names of hypervisor groups as the panels last reported them, from mod_virtfusion_stock_group. It asks no panel: a group whose
 * name was never read is shown by its number.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Panel;

use WHMCS\Module\Addon\VirtfusionStock\Shop\Database;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Tables;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class GroupNames
{
    /** The most characters of a name. */
    private const LONGEST = 60;

    /** @var array<int, array<int, string>>|null by panel and group; null if not read yet */
    private ?array $names = null;

    public function __construct(private Database $database, private Tables $tables)
    {
    }

    /** Sentences that name the groups of this panel. */
    public function in(Words $words, ?int $panel): Words
    {
        return $words->withGroups($this->all()[(int) $panel] ?? []);
    }

    /**
     * Stores what a panel reports. A group that it no longer reports keeps its name.
     *
     * @param array<int, string> $names by group
     */
    public function store(int $panel, array $names): void
    {
        $stored = $this->all()[$panel] ?? [];
        foreach ($names as $group => $name) {
            $name = Text::line($name, self::LONGEST);
            if (($stored[$group] ?? null) === $name) {
                continue;
            }
            $key = ['id' => "{$panel}:{$group}"];
            isset($stored[$group])
                ? $this->database->table(Tables::GROUPS)->where($key)->update(['name' => $name])
                : $this->database->table(Tables::GROUPS)->insertOrIgnore($key + ['name' => $name]);
        }
        $this->names = null;
    }

    /** @return array<int, array<int, string>> by panel and group */
    public function all(): array
    {
        if ($this->names !== null) {
            return $this->names;
        }
        $rows = $this->tables->repaired(fn (): array => $this->database->rows($this->database->table(Tables::GROUPS), ['id', 'name']));
        $this->names = [];
        foreach ($rows as $row) {
            $panel = (int) strtok((string) $row->id, ':');
            $group = (int) strtok('');
            if ((string) $row->name !== '') {
                $this->names[$panel][$group] = (string) $row->name;
            }
        }

        return $this->names;
    }
}
