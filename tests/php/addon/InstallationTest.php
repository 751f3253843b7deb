<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Settings;

final class InstallationTest extends ShopTestCase
{
    private const TABLES = [
        'mod_virtfusion_stock', 'mod_virtfusion_stock_report', 'mod_virtfusion_stock_state', 'mod_virtfusion_stock_claim',
        'mod_virtfusion_stock_look', 'mod_virtfusion_stock_history', 'mod_virtfusion_stock_proof', 'mod_virtfusion_stock_refusal',
        'mod_virtfusion_stock_alert', 'mod_virtfusion_stock_message', 'mod_virtfusion_stock_channel', 'mod_virtfusion_stock_panel',
    ];

    private const MODULE = __DIR__ . '/../../../php/modules/addons/virtfusion_stock';

    public function testTheModuleFileLoadsByItselfAndItsConfigHasTheRequiredFields(): void
    {
        $code = 'define("WHMCS", true); require ' . var_export(self::MODULE . '/virtfusion_stock.php', true) . ';'
            . ' echo json_encode([virtfusion_stock_config(), array_values(array_filter(get_defined_functions()["user"],'
            . ' static fn ($name) => str_starts_with($name, "virtfusion_stock_")))]);';
        exec(PHP_BINARY . ' -n -r ' . escapeshellarg($code), $output);
        [$config, $functions] = json_decode(implode('', $output), true);

        self::assertSame(['name', 'description', 'version', 'author', 'language', 'fields'], array_keys($config));
        self::assertSame('english', $config['language']);
        self::assertMatchesRegularExpression('/^\d+\.\d+\.\d+$/', $config['version']);
        self::assertSame(array_keys(Settings::fields()), array_keys($config['fields']));
        sort($functions);
        self::assertSame([
            'virtfusion_stock_activate',
            'virtfusion_stock_config',
            'virtfusion_stock_deactivate',
            'virtfusion_stock_output',
            'virtfusion_stock_upgrade',
        ], $functions);
    }

    public function testTheFilesCannotBeCalledDirectly(): void
    {
        foreach (['virtfusion_stock.php', 'hooks.php'] as $file) {
            exec(PHP_BINARY . ' -n ' . escapeshellarg(self::MODULE . "/{$file}"), $output, $code);
            self::assertSame('This file cannot be accessed directly', implode("\n", $output));
            $output = [];
        }
    }

    public function testTheListingNamesALogoOfAllowedSize(): void
    {
        $listing = json_decode((string) file_get_contents(self::MODULE . '/whmcs.json'), true, 16, JSON_THROW_ON_ERROR);

        self::assertSame(['1.0', 'whmcs-addons'], [$listing['schema'], $listing['type']]);
        $size = getimagesize(self::MODULE . "/{$listing['logo']['filename']}");
        self::assertSame(IMAGETYPE_PNG, $size[2]);
        self::assertLessThanOrEqual(500, $size[0]);
    }

    public function testEveryTemplateSentenceIsInTheLanguageFile(): void
    {
        $_ADDONLANG = [];
        require self::MODULE . '/lang/english.php';
        $used = [];
        foreach (glob(self::MODULE . '/templates/*.php') as $template) {
            preg_match_all("/say\\('([a-z_]+)'/", (string) file_get_contents($template), $found);
            $used = [...$used, ...$found[1]];
        }

        self::assertNotEmpty($used);
        self::assertSame([], array_diff($used, array_keys($_ADDONLANG)));
    }

    public function testActivationCreatesTheTablesAndCanBeRepeated(): void
    {
        self::assertTrue(Capsule::schema()->hasTable('mod_virtfusion_stock'));
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();

        $answer = $this->shop->activate($this->php());

        self::assertSame('success', $answer['status']);
        self::assertSame(9, $this->entry($product)->quantity);
    }

    public function testActivationWithoutTheExtensionIsRefusedAndCreatesNothing(): void
    {
        $this->dropTables();

        $answer = $this->shop->activate($this->phpWithoutExtension());

        self::assertSame('error', $answer['status']);
        self::assertStringContainsString('virtfusion_direct', $answer['description']);
        self::assertSame([], array_filter(self::TABLES, [Capsule::schema(), 'hasTable']));
    }

    public function testAnExtensionOlderThanTheAddonIsNamedAndChangesNothing(): void
    {
        $file = "{$this->shop->root}/modules/addons/virtfusion_stock/lib/Shop/Installation.php";
        $code = (string) file_get_contents($file);
        file_put_contents($file, preg_replace("/VERSION = '[^']*'/", "VERSION = '99.0.0'", $code));
        try {
            $answer = $this->shop->activate($this->php());
        } finally {
            file_put_contents($file, $code);
        }

        self::assertSame('error', $answer['status']);
        self::assertMatchesRegularExpression('/has version \d+\.\d+\.\d+, and the addon needs 99\.0\.0\. .* restart PHP/', $answer['description']);
    }

    public function testActivationWorksOnAServerThatRequiresPrimaryKeys(): void
    {
        $this->dropTables();
        $server = MariaDb::shared()->connect();
        $server->exec('SET GLOBAL innodb_force_primary_key = 1');
        try {
            $answer = $this->shop->activate($this->php());
        } finally {
            $server->exec('SET GLOBAL innodb_force_primary_key = 0');
        }

        self::assertSame('success', $answer['status'], $answer['description']);
        self::assertSame(self::TABLES, array_values(array_filter(self::TABLES, [Capsule::schema(), 'hasTable'])));
    }

    public function testTablesUseTheConnectionsCharacterSet(): void
    {
        $collations = array_map(
            static fn (string $table): string => Capsule::selectOne("SHOW TABLE STATUS LIKE '{$table}'")->Collation,
            self::TABLES,
        );

        self::assertSame(array_fill(0, count(self::TABLES), 'utf8mb4_unicode_ci'), $collations);
    }

    public function testConcurrentProcessesThatFindTablesMissingAllWork(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->dropTables();
        $code = 'while (!is_file(ROOTDIR . "/go")) { usleep(500); }'
            . ' WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()->pendingSweep()->owe(); return null;';
        $processes = [];
        for ($n = 0; $n < 8; $n++) {
            $processes[] = $this->start($code);
        }
        usleep(300000);
        touch("{$this->shop->root}/go");
        foreach ($processes as $process) {
            $process->answer();
        }

        self::assertSame(8, (int) $this->state()->requested);
        self::assertSame([$product => 9], $this->recalculate());
        self::assertSame([], $this->troubles());
    }

    public function testAColumnAddedByAnotherProcessMeanwhileIsAccepted(): void
    {
        Capsule::schema()->table('mod_virtfusion_stock', static fn ($table) => $table->dropColumn('failures'));

        $added = $this->inShop('$connection = WHMCS\Database\Capsule::connection();'
            . ' $other = new PDO("mysql:unix_socket={$connection->getConfig("unix_socket")};dbname={$connection->getDatabaseName()}", "root", "");'
            . ' $added = 0; $connection->listen(static function ($query) use (&$added, $other): void {'
            . ' if ($added === 0 && stripos($query->sql, "information_schema") !== false'
            // The table's name is a binding, or from Illuminate 10 on a part of the query.
            . ' && preg_match("/\bmod_virtfusion_stock\b/", $query->sql . json_encode($query->bindings)) === 1) { $added++;'
            . ' $other->exec("ALTER TABLE mod_virtfusion_stock ADD COLUMN failures INT NOT NULL DEFAULT 0"); } });'
            . ' WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()->tables()->install(); return $added;');

        self::assertSame(1, $added);
        self::assertTrue(Capsule::schema()->hasColumn('mod_virtfusion_stock', 'failures'));
    }

    public function testDeactivationKeepsTheDataAndSaysSo(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();

        $answer = $this->inShop('return WhmcsStandIn\Modules::deactivate("virtfusion_stock");');

        self::assertSame('success', $answer['status']);
        self::assertStringContainsString('mod_virtfusion_stock', $answer['description']);
        self::assertSame(9, $this->entry($product)->quantity);
        self::assertSame(9, $this->quantity($product));
    }

    public function testOlderTablesWorkBeforeTheUpgradeAndAreCompletedByIt(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        $this->makeOlder();

        $this->event('AfterModuleCreate', $product);
        self::assertSame(9, $this->quantity($product));
        self::assertSame('ok', $this->entry($product)->reason);

        $this->makeOlder();
        $this->inShop('require_once ROOTDIR . "/modules/addons/virtfusion_stock/virtfusion_stock.php";'
            . ' virtfusion_stock_upgrade(["version" => "0.9.10"]); return null;');
        self::assertTrue(Capsule::schema()->hasColumn('mod_virtfusion_stock', 'failures'));
        self::assertSame(1, Capsule::table('mod_virtfusion_stock_state')->count());
        self::assertSame(9, $this->entry($product)->quantity);
        self::assertSame([], $this->troubles());
    }

    public function testAnUpgradeRunsWhenTheFilesAreNewer(): void
    {
        $this->makeOlder();
        Capsule::table('tbladdonmodules')->where('setting', 'version')->update(['value' => '0.9.0']);

        $this->inShop('return strlen(WhmcsStandIn\Modules::output("virtfusion_stock"));');

        self::assertTrue(Capsule::schema()->hasColumn('mod_virtfusion_stock', 'failures'));
    }

    public function testOnlyPhp81SyntaxIsUsed(): void
    {
        $newer = '/\breadonly\s+class\b|\bclass\s+\w+[^{;]*\breadonly\b|\bconst\s+\w+\s+[A-Z]\w*\s*=|\bjson_validate\('
            . '|\):\s*(?:null|false|true)\b|\|>|#\[\\\\?Override\]|\(\w+&\w+\)\||::\{/';
        $entries = new \RecursiveIteratorIterator(new \RecursiveDirectoryIterator(self::MODULE));
        $files = 0;
        foreach ($entries as $entry) {
            if ($entry->getExtension() === 'php') {
                $files++;
                self::assertDoesNotMatchRegularExpression($newer, (string) file_get_contents($entry->getPathname()));
            }
        }
        self::assertGreaterThan(20, $files);
    }

    private function dropTables(): void
    {
        array_map([Capsule::schema(), 'drop'], self::TABLES);
    }

    private function makeOlder(): void
    {
        Capsule::schema()->table('mod_virtfusion_stock', static function ($table): void {
            $table->dropColumn(['failures', 'changed_at']);
        });
        Capsule::schema()->drop('mod_virtfusion_stock_state');
    }
}
