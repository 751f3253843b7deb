<?php

/*
 * The addon's own tables: their names and columns. install() creates what is missing, tables and columns alike, and changes nothing
 * that exists, so it serves activation, upgrades and repair. Several processes may run it at the same time.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

use Illuminate\Database\QueryException;
use Throwable;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Tables
{
    public const LEDGER = 'mod_virtfusion_stock';
    /** Large reports. They have a table of their own because a database reads a whole row to change it, and a report may have 300 KB. */
    public const REPORTS = 'mod_virtfusion_stock_report';
    public const STATE = 'mod_virtfusion_stock_state';
    public const LOOKS = 'mod_virtfusion_stock_look';
    /** What carts that are being paid have been promised. */
    public const CLAIMS = 'mod_virtfusion_stock_claim';
    /** What was known of each product, and since when. */
    public const HISTORY = 'mod_virtfusion_stock_history';
    /** What was asked of each panel. */
    public const PANELS = 'mod_virtfusion_stock_panel';
    /** Creations of servers, counted by day. */
    public const PROOF = 'mod_virtfusion_stock_proof';
    /** Services whose creation failed: a repeated attempt counts once. */
    public const REFUSALS = 'mod_virtfusion_stock_refusal';
    /** Hypervisor groups, with the key "panel:group". */
    public const GROUPS = 'mod_virtfusion_stock_group';
    /** Which alerts have been reported of each product and order. */
    public const ALERTS = 'mod_virtfusion_stock_alert';
    /** Messages that wait for a channel. */
    public const MESSAGES = 'mod_virtfusion_stock_message';
    /** How each channel of messages does. */
    public const CHANNELS = 'mod_virtfusion_stock_channel';

    /**
     * By table: SQL types, known to MySQL, MariaDB and SQLite, by column. The first column is the primary key, unless KEYS has another.
     *
     * @var array<string, array<string, string>>
     */
    private const COLUMNS = [
        self::LEDGER => [
            'product_id' => 'INT UNSIGNED NOT NULL',
            'quantity' => 'BIGINT NULL',
            'known_at' => 'DATETIME NULL',
            'previous_quantity' => 'BIGINT NULL',
            'changed_at' => 'DATETIME NULL',
            'attempted_at' => 'DATETIME NULL',
            'reason' => 'VARCHAR(40) NULL',
            'error' => 'TEXT NULL',
            'cause' => 'VARCHAR(40) NULL',
            'failures' => 'INT NOT NULL DEFAULT 0',
            'state' => 'VARCHAR(40) NULL',
            'failing_since' => 'DATETIME NULL',
            'summary' => 'LONGTEXT NULL',
            'report' => 'LONGTEXT NULL',
            'report_apart' => 'INT NOT NULL DEFAULT 0',
            'owed_at' => 'DATETIME NULL',
            'other_quantity' => 'BIGINT NULL',
        ],
        self::REPORTS => [
            'product_id' => 'INT UNSIGNED NOT NULL',
            'state' => 'VARCHAR(40) NULL',
            'report' => 'LONGTEXT NULL',
        ],
        self::STATE => [
            'id' => 'INT UNSIGNED NOT NULL',
            'requested' => 'BIGINT NOT NULL DEFAULT 0',
            'settled' => 'BIGINT NOT NULL DEFAULT 0',
            'blocked' => 'BIGINT NOT NULL DEFAULT 0',
            'sweeps' => 'BIGINT NOT NULL DEFAULT 0',
            'progress' => 'TEXT NULL',
            'swept_at' => 'DATETIME NULL',
            // Seconds since the epoch with microseconds.
            'moved_at' => 'DECIMAL(17, 6) NULL',
            'due_at' => 'DATETIME NULL',
            // Seconds since the epoch by the database's clock.
            'lock_until' => 'BIGINT NULL',
            'lock_holder' => 'VARCHAR(40) NULL',
            'previewing' => 'INT NOT NULL DEFAULT 0',
            'defaults' => 'TEXT NULL',
            'lacking_at' => 'DATETIME NULL',
            'cron_runs' => 'TEXT NULL',
        ],
        self::LOOKS => [
            'look_at' => 'DATETIME NOT NULL',
        ],
        self::CLAIMS => [
            'session' => 'VARCHAR(64) NOT NULL',
            'holds' => 'LONGTEXT NULL',
            'last_service' => 'BIGINT NOT NULL DEFAULT 0',
            'until' => 'DATETIME NOT NULL',
        ],
        self::HISTORY => [
            'product_id' => 'INT UNSIGNED NOT NULL',
            'at' => 'DATETIME NOT NULL',
            'fits' => 'BIGINT NULL',
            'held' => 'BIGINT NULL',
            'published' => 'BIGINT NULL',
            'reason' => 'VARCHAR(40) NOT NULL',
            'limited_by' => 'VARCHAR(20) NULL',
            'preview' => 'INT NOT NULL DEFAULT 0',
        ],
        self::PANELS => [
            'panel_id' => 'INT UNSIGNED NOT NULL',
            'requests' => 'BIGINT NOT NULL DEFAULT 0',
            'failures' => 'BIGINT NOT NULL DEFAULT 0',
            // The last time that it took.
            'milliseconds' => 'BIGINT NOT NULL DEFAULT 0',
        ],
        self::PROOF => [
            'day' => 'DATE NOT NULL',
            'created' => 'INT NOT NULL DEFAULT 0',
            'created_at_zero' => 'INT NOT NULL DEFAULT 0',
            'refused' => 'INT NOT NULL DEFAULT 0',
            'refused_at_zero' => 'INT NOT NULL DEFAULT 0',
        ],
        self::REFUSALS => [
            'service_id' => 'INT UNSIGNED NOT NULL',
            // Whether the addon's number was above zero.
            'with_stock' => 'INT NOT NULL',
            'product_id' => 'INT UNSIGNED NOT NULL',
            'refused_at' => 'DATETIME NOT NULL',
        ],
        self::GROUPS => [
            'id' => 'VARCHAR(40) NOT NULL',
            'name' => 'VARCHAR(191) NULL',
        ],
        self::ALERTS => [
            'subject' => 'VARCHAR(40) NOT NULL',
            'readings' => 'VARCHAR(80) NULL',
            'seen_at' => 'DATETIME NULL',
            'reported' => 'VARCHAR(20) NULL',
            'has_left' => 'INT NOT NULL DEFAULT 0',
            'sold_out_at' => 'DATETIME NULL',
            'low_at' => 'DATETIME NULL',
            'back_at' => 'DATETIME NULL',
            'not_updated_at' => 'DATETIME NULL',
            'order_without_room_at' => 'DATETIME NULL',
            'refused_at' => 'DATETIME NULL',
        ],
        self::MESSAGES => [
            'id' => 'VARCHAR(60) NOT NULL',
            'channel' => 'VARCHAR(20) NOT NULL',
            'created_at' => 'DATETIME NOT NULL',
            'tries' => 'INT NOT NULL DEFAULT 0',
            'message' => 'LONGTEXT NULL',
        ],
        self::CHANNELS => [
            'channel' => 'VARCHAR(20) NOT NULL',
            'sent_at' => 'DATETIME NULL',
            'failed_at' => 'DATETIME NULL',
            'error' => 'TEXT NULL',
            'busy_until' => 'DATETIME NULL',
        ],
    ];

    /** Primary keys of more than the first column, by table. */
    private const KEYS = [
        self::HISTORY => ['product_id', 'at'],
        self::REFUSALS => ['service_id', 'with_stock'],
    ];

    public function __construct(private Database $database)
    {
    }

    /** @return list<string> */
    public static function names(): array
    {
        return array_keys(self::COLUMNS);
    }

    public function install(): void
    {
        foreach (self::COLUMNS as $table => $columns) {
            $this->create($table, $columns);
            foreach ($this->missing($table, $columns) as $name => $type) {
                $this->add($table, $columns, $name, $type);
            }
        }
        $this->database->table(self::STATE)->insertOrIgnore(['id' => 1]);
    }

    /**
     * Runs a query. If it fails, creates what is missing and runs it once more: the addon's files may be newer than its tables until
     * an admin opens the addon's page.
     *
     * @template T
     * @param callable(): T $query
     * @return T
     */
    public function repaired(callable $query): mixed
    {
        try {
            return $query();
        } catch (QueryException $failure) {
            try {
                $this->install();
            } catch (Throwable) {
                throw $failure;
            }

            return $query();
        }
    }

    /**
     * In one statement: a server that demands primary keys refuses a table that gets its key by a second one.
     *
     * @param array<string, string> $columns
     */
    private function create(string $table, array $columns): void
    {
        $connection = $this->database->connection();
        $grammar = $connection->getQueryGrammar();
        $definitions = [];
        foreach ($columns as $name => $type) {
            $definitions[] = "{$grammar->wrap($name)} {$type}";
        }
        $key = implode(', ', array_map([$grammar, 'wrap'], self::KEYS[$table] ?? [(string) array_key_first($columns)]));
        $connection->statement("CREATE TABLE IF NOT EXISTS {$grammar->wrapTable($table)} (" . implode(', ', $definitions)
            . ", PRIMARY KEY ({$key}))" . $this->options());
    }

    /** The connection's character set, collation and engine, as every table of WHMCS has them. */
    private function options(): string
    {
        $connection = $this->database->connection();
        $options = '';
        $names = ['engine' => 'ENGINE', 'charset' => 'DEFAULT CHARACTER SET', 'collation' => 'COLLATE'];
        foreach ($this->database->isSqlite() ? [] : $names as $setting => $sql) {
            $value = (string) $connection->getConfig($setting);
            $options .= preg_match('/^\w+$/D', $value) === 1 ? " {$sql} {$value}" : '';
        }

        return $options;
    }

    /**
     * @param array<string, string> $columns
     * @return array<string, string> those that the table lacks
     */
    private function missing(string $table, array $columns): array
    {
        foreach ($this->database->connection()->getSchemaBuilder()->getColumnListing($table) as $column) {
            unset($columns[(string) $column]);
        }

        return $columns;
    }

    /** @param array<string, string> $columns the table's */
    private function add(string $table, array $columns, string $name, string $type): void
    {
        $connection = $this->database->connection();
        $grammar = $connection->getQueryGrammar();
        try {
            $connection->statement("ALTER TABLE {$grammar->wrapTable($table)} ADD COLUMN {$grammar->wrap($name)} {$type}");
        } catch (QueryException $failure) {
            // Another process may have added it since.
            if (isset($this->missing($table, $columns)[$name])) {
                throw $failure;
            }
        }
    }
}
