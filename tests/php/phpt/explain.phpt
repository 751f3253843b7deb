--TEST--
A report has exactly the documented keys and values
--FILE--
<?php
use VirtFusionDirect\StockControl;
require __DIR__ . '/panel.inc';
$panel = new Panel();
$panel->package(3, ['name' => 'VPS-4', 'memory' => 4096, 'cpuCores' => 2, 'primaryStorage' => 80, 'primaryStorageProfile' => 2]);
$panel->group(5, [
    ['id' => 11, 'name' => 'hv-11', 'memory' => [131072, 100000], 'cpu' => [128, 32], 'storage' => [4000, 1000], 'storage_type' => 2, 'servers' => [0, 9], 'ipv4' => 96],
    ['id' => 12, 'name' => 'hv-12', 'enabled' => false, 'ipv4' => null],
    ['id' => 13, 'name' => 'hv-13', 'storage_type' => 2, 'ipv4' => 3, 'servers' => [5, 4]],
]);
$stock = new StockControl($panel->module());
$row = ['id' => 12, 'configoption1' => '5', 'configoption2' => '3', 'configoption3' => '', 'configoption7' => null, 'locations' => ['6|Gone']];
$report = $stock->explain([$row]);
echo var_export($report, true), "\n", json_encode($stock->quantities([$row])), "\n";
$panel->faults(['path' => '/compute/hypervisors/groups/7/resources', 'kind' => 'status', 'code' => 503]);
$unknown = $stock->explain([['locations' => ['7']] + $row])[12];
echo json_encode([$unknown['quantity'], $unknown['reason'], $unknown['error'], $unknown['cause'], $unknown['groups'][0]['quantity'], $unknown['groups'][1]], JSON_UNESCAPED_SLASHES);
?>
--EXPECT--
array (
  12 => 
  array (
    'product' => 12,
    'quantity' => 5,
    'reason' => 'ok',
    'fits' => 5,
    'held' => 0,
    'error' => NULL,
    'package' => 
    array (
      'id' => 3,
      'name' => 'VPS-4',
      'memory' => 4096,
      'cpuCores' => 2,
      'primaryStorage' => 80,
      'primaryStorageProfile' => 2,
    ),
    'buffer_pct' => 10.0,
    'ipv4_required' => 1,
    'ipv4_pool' => 'group',
    'groups' => 
    array (
      0 => 
      array (
        'id' => 5,
        'reason' => 'ok',
        'quantity' => 5,
        'fits' => 5,
        'ipv4_fits' => 96,
        'limited_by' => 'hypervisors',
        'holds' => 
        array (
        ),
        'more_holds' => 0,
        'notes' => 
        array (
          0 => 'Hypervisors of this group report different IPv4 counts; the highest is taken as one pool for all of them. If each has blocks of its own, set virtfusion_direct.ipv4_pool to hypervisor.',
        ),
        'hypervisors' => 
        array (
          0 => 
          array (
            'id' => 11,
            'name' => 'hv-11',
            'eligible' => true,
            'skipped' => NULL,
            'fits' => 4,
            'limited_by' => 'memory',
            'memory' => 4,
            'cpu' => 41,
            'storage' => 32,
            'servers' => NULL,
            'ipv4_free' => 96,
            'reserved' => 
            array (
              'memory' => 13108,
              'cpu' => 13,
              'storage' => 400,
            ),
            'levels' => 
            array (
              'memory' => 
              array (
                'max' => 131072,
                'used' => 100000,
                'held' => 0,
                'usable' => 17964,
                'missing' => 2516,
              ),
              'cpu' => 
              array (
                'max' => 128,
                'used' => 32,
                'held' => 0,
                'usable' => 83,
                'missing' => 1,
              ),
              'storage' => 
              array (
                'max' => 4000,
                'used' => 1000,
                'held' => 0,
                'usable' => 2600,
                'missing' => 40,
              ),
              'servers' => 
              array (
                'max' => 0,
                'used' => 0,
                'held' => 0,
                'usable' => 0,
                'missing' => NULL,
              ),
            ),
            'pools' => 
            array (
              0 => 
              array (
                'max' => 4000,
                'used' => 1000,
              ),
            ),
          ),
          1 => 
          array (
            'id' => 12,
            'name' => 'hv-12',
            'eligible' => false,
            'skipped' => 'disabled',
            'fits' => 0,
            'limited_by' => NULL,
            'memory' => NULL,
            'cpu' => NULL,
            'storage' => NULL,
            'servers' => NULL,
            'ipv4_free' => NULL,
            'reserved' => 
            array (
              'memory' => 0,
              'cpu' => 0,
              'storage' => 0,
            ),
            'levels' => 
            array (
              'memory' => 
              array (
                'max' => 131072,
                'used' => 32768,
                'held' => 0,
                'usable' => 85196,
                'missing' => NULL,
              ),
              'cpu' => 
              array (
                'max' => 128,
                'used' => 32,
                'held' => 0,
                'usable' => 83,
                'missing' => NULL,
              ),
              'storage' => NULL,
              'servers' => 
              array (
                'max' => 0,
                'used' => 0,
                'held' => 0,
                'usable' => 0,
                'missing' => NULL,
              ),
            ),
            'pools' => 
            array (
            ),
          ),
          2 => 
          array (
            'id' => 13,
            'name' => 'hv-13',
            'eligible' => true,
            'skipped' => NULL,
            'fits' => 1,
            'limited_by' => 'servers',
            'memory' => 20,
            'cpu' => 41,
            'storage' => 32,
            'servers' => 1,
            'ipv4_free' => 3,
            'reserved' => 
            array (
              'memory' => 13108,
              'cpu' => 13,
              'storage' => 400,
            ),
            'levels' => 
            array (
              'memory' => 
              array (
                'max' => 131072,
                'used' => 32768,
                'held' => 0,
                'usable' => 85196,
                'missing' => 820,
              ),
              'cpu' => 
              array (
                'max' => 128,
                'used' => 32,
                'held' => 0,
                'usable' => 83,
                'missing' => 1,
              ),
              'storage' => 
              array (
                'max' => 4000,
                'used' => 1000,
                'held' => 0,
                'usable' => 2600,
                'missing' => 40,
              ),
              'servers' => 
              array (
                'max' => 5,
                'used' => 4,
                'held' => 0,
                'usable' => 1,
                'missing' => 1,
              ),
            ),
            'pools' => 
            array (
              0 => 
              array (
                'max' => 4000,
                'used' => 1000,
              ),
            ),
          ),
        ),
      ),
      1 => 
      array (
        'id' => 6,
        'reason' => 'group_missing',
        'quantity' => 0,
        'fits' => 0,
        'ipv4_fits' => NULL,
        'limited_by' => 'hypervisors',
        'holds' => 
        array (
        ),
        'more_holds' => 0,
        'notes' => 
        array (
        ),
        'hypervisors' => 
        array (
        ),
      ),
    ),
    'cause' => NULL,
  ),
)
{"12":5}
[null,"group_unknown","GET /compute/hypervisors/groups/7/resources?results=200&page=1: unexpected status 503","status",5,{"id":7,"reason":"group_unknown","quantity":null,"fits":null,"ipv4_fits":null,"limited_by":null,"holds":[],"more_holds":0,"notes":[],"hypervisors":[]}]
