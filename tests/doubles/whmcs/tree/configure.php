<?php

/*
 * The configuration page of one product, with the markup of WHMCS's standard order form: configure.php?pid=N. A change of the billing
 * cycle replaces the configurable options by those of a new answer. `?script=no` leaves the footer out.
 */

declare(strict_types=1);

use WHMCS\Database\Capsule;

require __DIR__ . '/init.php';

$pid = (int) ($_GET['pid'] ?? 0);
$escape = static fn (string $text): string => htmlspecialchars($text, ENT_QUOTES, 'UTF-8');
$shown = static fn (string $name): string => $escape(explode('|', $name, 2)[1] ?? $name);
$options = Capsule::table('tblproductconfigoptions as opt')
    ->join('tblproductconfiglinks as link', 'link.gid', '=', 'opt.gid')
    ->where('link.pid', $pid)->where('opt.hidden', 0)->orderBy('opt.id')->get(['opt.*']);

?>
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Configure</title></head><body>
<form id="frmConfigureProduct" method="post" action="configure.php?pid=<?= $pid ?>">
<input type="hidden" name="configure" value="true"><input type="hidden" name="i" value="0">
<label for="inputBillingcycle">Billing cycle</label>
<select id="inputBillingcycle" name="billingcycle"><option value="monthly">Monthly</option><option value="annually">Annually</option></select>
<div id="productConfigurableOptions">
<?php foreach ($options as $option) : ?>
    <?php $choices = Capsule::table('tblproductconfigoptionssub')->where('configid', $option->id)->where('hidden', 0)->orderBy('sortorder')->get() ?>
    <div class="form-group">
    <?php if ((string) $option->optiontype === '2') : ?>
        <label><?= $shown($option->optionname) ?></label>
        <?php foreach ($choices as $n => $choice) : ?>
        <br><label>
            <input type="radio" name="configoption[<?= $option->id ?>]" value="<?= $choice->id ?>"<?= $n === 0 ? ' checked' : '' ?>>
            <?= $shown($choice->optionname) ?>

        </label>
        <?php endforeach ?>
    <?php else : ?>
        <label for="inputConfigOption<?= $option->id ?>"><?= $shown($option->optionname) ?></label>
        <select name="configoption[<?= $option->id ?>]" id="inputConfigOption<?= $option->id ?>" class="form-control">
        <?php foreach ($choices as $choice) : ?>
            <option value="<?= $choice->id ?>"><?= $shown($choice->optionname) ?></option>
        <?php endforeach ?>
        </select>
    <?php endif ?>
    </div>
<?php endforeach ?>
</div>
<button>Continue</button>
</form>
<pre id="sent"><?= $escape((string) json_encode($_POST['configoption'] ?? null)) ?></pre>
<script>
document.getElementById('inputBillingcycle').addEventListener('change', async () => {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html');
    document.getElementById('productConfigurableOptions').innerHTML = page.getElementById('productConfigurableOptions').innerHTML;
});
</script>
<?php
if (($_GET['script'] ?? '') !== 'no') {
    echo implode("\n", array_filter(run_hook('ClientAreaFooterOutput', [
        'filename' => 'cart',
        'templatefile' => 'configureproduct',
        'language' => (string) ($_GET['language'] ?? 'english'),
        'productinfo' => ['pid' => $pid],
    ]), 'is_string'));
}
?>
</body></html>
