<?php

/*
 * The tables of a shop that stock control reads and writes: one definition for MariaDB and SQLite. Column names are WHMCS's;
 * other columns are left out.
 */

declare(strict_types=1);

namespace WhmcsStandIn;

use Illuminate\Database\Schema\Blueprint;
use WHMCS\Database\Capsule;

final class Schema
{
    /** @param bool $textFlags stockcontrol and hidden as older shops have them: text, `on` or empty */
    public static function create(bool $textFlags = false): void
    {
        self::catalogue($textFlags);
        self::options($textFlags);
        self::servers();
        self::orders();
        self::settings();
        self::logs();
    }

    private static function catalogue(bool $textFlags): void
    {
        Capsule::schema()->create('tblproducts', static function (Blueprint $table) use ($textFlags): void {
            $table->increments('id');
            $table->integer('gid')->default(0);
            $table->string('type')->default('server');
            $table->string('name')->default('');
            $table->integer('hidden')->default(0);
            $table->integer('retired')->default(0);
            $table->string('paytype')->default('recurring');
            $table->string('servertype')->default('');
            $table->integer('servergroup')->default(0);
            $table->string('autosetup')->default('');
            for ($n = 1; $n <= 24; $n++) {
                $table->text("configoption{$n}")->nullable();
            }
            $textFlags ? $table->text('stockcontrol')->nullable() : $table->integer('stockcontrol')->default(0);
            $table->integer('qty')->default(0);
            $table->integer('allowqty')->default(0);
            $table->timestamps();
        });
    }

    private static function options(bool $textFlags): void
    {
        $hidden = static function (Blueprint $table) use ($textFlags): void {
            $textFlags ? $table->text('hidden')->nullable() : $table->integer('hidden')->default(0);
        };
        Capsule::schema()->create('tblproductconfiggroups', static function (Blueprint $table): void {
            $table->increments('id');
            $table->string('name')->default('');
            $table->string('description')->default('');
        });
        Capsule::schema()->create('tblproductconfiglinks', static function (Blueprint $table): void {
            $table->integer('gid')->index();
            $table->integer('pid')->index();
        });
        Capsule::schema()->create('tblproductconfigoptions', static function (Blueprint $table) use ($hidden): void {
            $table->increments('id');
            $table->integer('gid')->index();
            $table->string('optionname')->default('');
            $table->string('optiontype')->default('1');
            $table->integer('qtyminimum')->default(0);
            $table->integer('qtymaximum')->default(0);
            $table->integer('order')->default(0);
            $hidden($table);
        });
        Capsule::schema()->create('tblproductconfigoptionssub', static function (Blueprint $table) use ($hidden): void {
            $table->increments('id');
            $table->integer('configid')->index();
            $table->string('optionname')->default('');
            $table->integer('sortorder')->default(0);
            $hidden($table);
        });
    }

    private static function servers(): void
    {
        Capsule::schema()->create('tblservers', static function (Blueprint $table): void {
            $table->increments('id');
            $table->string('name')->default('');
            $table->string('type')->default('');
            $table->text('hostname')->nullable();
            $table->string('ipaddress')->default('');
            $table->string('username')->default('');
            $table->text('password')->nullable();
            $table->text('accesshash')->nullable();
            $table->string('secure')->default('on');
            $table->integer('port')->nullable();
            $table->integer('active')->default(0);
            $table->integer('disabled')->default(0);
        });
        Capsule::schema()->create('tblservergroups', static function (Blueprint $table): void {
            $table->increments('id');
            $table->string('name')->default('');
        });
        Capsule::schema()->create('tblservergroupsrel', static function (Blueprint $table): void {
            $table->integer('groupid')->index();
            $table->integer('serverid')->index();
        });
    }

    private static function orders(): void
    {
        Capsule::schema()->create('tblclients', static function (Blueprint $table): void {
            $table->increments('id');
            $table->string('language')->default('');
        });
        Capsule::schema()->create('tblorders', static function (Blueprint $table): void {
            $table->increments('id');
            $table->string('ordernum')->default('');
            $table->integer('userid')->default(0);
            $table->dateTime('date')->nullable();
            $table->integer('invoiceid')->default(0);
            $table->decimal('amount', 16, 2)->default(0);
            $table->string('status')->default('Pending');
        });
        Capsule::schema()->create('tblinvoices', static function (Blueprint $table): void {
            $table->increments('id');
            $table->integer('userid')->default(0)->index();
            $table->string('status')->default('Unpaid')->index();
        });
        Capsule::schema()->create('tblhosting', static function (Blueprint $table): void {
            $table->increments('id');
            $table->integer('userid')->default(0);
            $table->integer('orderid')->default(0)->index();
            $table->integer('packageid')->default(0)->index();
            $table->integer('server')->default(0);
            $table->date('regdate')->nullable();
            $table->string('domain')->default('');
            $table->string('billingcycle')->default('Monthly');
            $table->string('domainstatus')->default('Pending')->index();
            $table->integer('qty')->default(1);
        });
        Capsule::schema()->create('tblhostingconfigoptions', static function (Blueprint $table): void {
            $table->increments('id');
            $table->integer('relid');
            $table->integer('configid');
            $table->integer('optionid');
            $table->integer('qty')->default(0);
            $table->index(['relid', 'configid']);
        });
        Capsule::schema()->create('tbladdons', static function (Blueprint $table): void {
            $table->increments('id');
            $table->string('name')->default('');
            $table->string('module')->default('');
        });
        Capsule::schema()->create('tblhostingaddons', static function (Blueprint $table): void {
            $table->increments('id');
            $table->integer('orderid')->default(0)->index();
            $table->integer('hostingid')->default(0)->index();
            $table->integer('addonid')->default(0);
            $table->string('status')->default('Pending');
        });
        Capsule::schema()->create('tbldomains', static function (Blueprint $table): void {
            $table->increments('id');
            $table->integer('orderid')->default(0)->index();
            $table->string('domain')->default('');
            $table->string('registrar')->default('');
            $table->string('status')->default('Pending');
        });
        Capsule::schema()->create('mod_virtfusion_direct', static function (Blueprint $table): void {
            $table->integer('service_id')->primary();
            $table->integer('server_id')->nullable();
            $table->longText('server_object')->nullable();
        });
    }

    private static function settings(): void
    {
        Capsule::schema()->create('tbladdonmodules', static function (Blueprint $table): void {
            $table->increments('id');
            $table->string('module', 100);
            $table->string('setting', 100);
            $table->text('value')->nullable();
        });
        Capsule::schema()->create('tblconfiguration', static function (Blueprint $table): void {
            $table->increments('id');
            $table->string('setting', 100)->index();
            $table->text('value')->nullable();
        });
        Capsule::schema()->create('tbladmins', static function (Blueprint $table): void {
            $table->increments('id');
            $table->integer('roleid')->default(1);
            $table->string('username')->default('');
        });
        Capsule::table('tblconfiguration')->insert([
            ['setting' => 'ActiveAddonModules', 'value' => ''],
            ['setting' => 'ModuleDebugMode', 'value' => 'on'],
        ]);
        Capsule::table('tbladmins')->insert([
            ['roleid' => 1, 'username' => 'admin'],
            ['roleid' => 2, 'username' => 'support'],
        ]);
    }

    private static function logs(): void
    {
        Capsule::schema()->create('tblmodulelog', static function (Blueprint $table): void {
            $table->increments('id');
            $table->dateTime('date')->nullable();
            $table->string('module')->default('');
            $table->string('action')->default('');
            $table->longText('request')->nullable();
            $table->longText('response')->nullable();
            $table->longText('arrdata')->nullable();
        });
        Capsule::schema()->create('tblactivitylog', static function (Blueprint $table): void {
            $table->increments('id');
            $table->dateTime('date')->nullable();
            $table->text('description')->nullable();
            $table->string('user')->default('');
            $table->integer('userid')->default(0);
            $table->string('ipaddr')->default('');
        });
        Capsule::schema()->create('stand_in_calls', static function (Blueprint $table): void {
            $table->increments('id');
            $table->string('command');
            $table->text('arguments')->nullable();
        });
    }
}
