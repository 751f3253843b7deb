<?php

/*
 * The addon's own tables. install() makes what is missing, tables and columns alike, and changes nothing that is there, so
 * that it serves activation, upgrades and repair.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

use Illuminate\Database\QueryException;
use Illuminate\Database\Schema\Blueprint;
use Throwable;
use WHMCS\Database\Capsule;

final class Tables
{
    public const LEDGER = 'mod_virtfusion_stock';
    /** Large reports, apart from the ledger: to change a row, a database reads all of it, and a report may have 300 KB. */
    public const REPORTS = 'mod_virtfusion_stock_report';
    public const STATE = 'mod_virtfusion_stock_state';

    public static function install(): void
    {
        self::complete(self::LEDGER, [
            'product_id' => static fn (Blueprint $table) => $table->integer('product_id')->unsigned()->primary(),
            'quantity' => static fn (Blueprint $table) => $table->bigInteger('quantity')->nullable(),
            'known_at' => static fn (Blueprint $table) => $table->dateTime('known_at')->nullable(),
            'previous_quantity' => static fn (Blueprint $table) => $table->bigInteger('previous_quantity')->nullable(),
            'changed_at' => static fn (Blueprint $table) => $table->dateTime('changed_at')->nullable(),
            'attempted_at' => static fn (Blueprint $table) => $table->dateTime('attempted_at')->nullable(),
            'reason' => static fn (Blueprint $table) => $table->string('reason', 40)->nullable(),
            'error' => static fn (Blueprint $table) => $table->text('error')->nullable(),
            'cause' => static fn (Blueprint $table) => $table->string('cause', 40)->nullable(),
            'failures' => static fn (Blueprint $table) => $table->integer('failures')->default(0),
            'state' => static fn (Blueprint $table) => $table->string('state', 40)->nullable(),
            'failing_since' => static fn (Blueprint $table) => $table->dateTime('failing_since')->nullable(),
            'summary' => static fn (Blueprint $table) => $table->longText('summary')->nullable(),
            'report' => static fn (Blueprint $table) => $table->longText('report')->nullable(),
            'report_apart' => static fn (Blueprint $table) => $table->integer('report_apart')->default(0),
        ]);
        self::complete(self::REPORTS, [
            'product_id' => static fn (Blueprint $table) => $table->integer('product_id')->unsigned()->primary(),
            'state' => static fn (Blueprint $table) => $table->string('state', 40)->nullable(),
            'report' => static fn (Blueprint $table) => $table->longText('report')->nullable(),
        ]);
        self::complete(self::STATE, [
            'id' => static fn (Blueprint $table) => $table->integer('id')->unsigned()->primary(),
            'requested' => static fn (Blueprint $table) => $table->bigInteger('requested')->default(0),
            'settled' => static fn (Blueprint $table) => $table->bigInteger('settled')->default(0),
            'blocked' => static fn (Blueprint $table) => $table->bigInteger('blocked')->default(0),
            'sweeps' => static fn (Blueprint $table) => $table->bigInteger('sweeps')->default(0),
            'progress' => static fn (Blueprint $table) => $table->text('progress')->nullable(),
            'swept_at' => static fn (Blueprint $table) => $table->dateTime('swept_at')->nullable(),
        ]);
        Capsule::table(self::STATE)->insertOrIgnore(['id' => 1]);
    }

    /**
     * Runs a query; when it fails, completes the tables and runs it once more. The files may be newer than the
     * tables until an admin opens the addon's page.
     *
     * @template T
     * @param callable(): T $query
     * @return T
     */
    public static function mended(callable $query): mixed
    {
        try {
            return $query();
        } catch (QueryException $failure) {
            try {
                self::install();
            } catch (Throwable) {
                throw $failure;
            }

            return $query();
        }
    }

    /** @param array<string, callable(Blueprint): mixed> $columns */
    private static function complete(string $name, array $columns): void
    {
        $schema = Capsule::schema();
        if (!$schema->hasTable($name)) {
            $schema->create($name, static function (Blueprint $table) use ($columns): void {
                foreach ($columns as $add) {
                    $add($table);
                }
            });

            return;
        }
        $missing = $columns;
        foreach ($schema->getColumnListing($name) as $column) {
            unset($missing[(string) $column]);
        }
        if ($missing !== []) {
            $schema->table($name, static function (Blueprint $table) use ($missing): void {
                foreach ($missing as $add) {
                    $add($table);
                }
            });
        }
    }
}
