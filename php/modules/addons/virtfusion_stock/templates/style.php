<?php

/*
 * The page's style inside WHMCS's admin theme (Bootstrap 3). It affects nothing outside .vfs and loads nothing. The segments of a bar
 * differ in pattern as well as in colour.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

?>
<style>
.vfs { color: #333; }
.vfs h2 { font-size: 22px; margin: 10px 0; }
.vfs h3 { font-size: 17px; margin: 22px 0 6px; }
.vfs form { display: inline; }
.vfs .vfs-tools { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin: 0 0 14px; }
.vfs .vfs-tools label { font-weight: normal; margin: 0; }
.vfs .vfs-tools .form-control { display: inline-block; width: auto; max-width: 100%; }
.vfs table { width: 100%; margin-bottom: 14px; }
.vfs .vfs-unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.vfs .vfs-summary { font-size: 15px; }
.vfs th { vertical-align: bottom; text-align: left; }
.vfs th button { background: none; border: 0; padding: 2px 0; font-weight: bold; text-align: left; color: inherit; }
.vfs th button::after { content: " \2195"; color: #767676; }
.vfs th[aria-sort=ascending] button::after { content: " \25B2"; color: #333; }
.vfs th[aria-sort=descending] button::after { content: " \25BC"; color: #333; }
.vfs .vfs-number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.vfs .vfs-quantity { font-size: 17px; font-weight: bold; }
.vfs .vfs-advice, .vfs .vfs-below { display: block; margin-top: 2px; }
.vfs .vfs-below { white-space: normal; }
.vfs .vfs-badges { display: flex; flex-wrap: wrap; gap: 2px 4px; margin-top: 3px; }
.vfs .vfs-small { max-width: 420px; }
.vfs small, .vfs .vfs-quiet { color: #595959; font-size: 12px; }
.vfs tr.vfs-attention > td:first-child { box-shadow: inset 4px 0 0 #b94a00; }
.vfs .vfs-badge { display: inline-block; padding: 0 6px; border: 1px solid; border-radius: 3px; font-size: 12px; white-space: nowrap; }
.vfs .vfs-placed { color: #22662a; }
.vfs .vfs-sold_out { color: #a3221c; }
.vfs .vfs-not_updated { color: #7a4a00; background: #fff8e5; }
.vfs .vfs-bad { color: #a3221c; }
.vfs a:focus, .vfs button:focus, .vfs input:focus, .vfs select:focus { outline: 3px solid #1a6fc4; outline-offset: 1px; }
.vfs .vfs-bar { display: flex; overflow: hidden; height: 14px; min-width: 90px; border: 1px solid #6b6b6b; background: #fff; }
.vfs .vfs-bar i { display: block; height: 100%; }
.vfs .vfs-bar .vfs-need, .vfs .vfs-bar .vfs-short { min-width: 6px; flex: none; }
.vfs .vfs-used { background: #5f6f80; }
.vfs .vfs-held { background: repeating-linear-gradient(0deg, #d9c7ee 0 2px, #6b3fa0 2px 4px); }
.vfs .vfs-reserved { background: repeating-linear-gradient(45deg, #f2d28b 0 4px, #a86f00 4px 6px); }
.vfs .vfs-need { background: repeating-linear-gradient(90deg, #1a6fc4 0 2px, #cfe3f7 2px 5px); border-right: 1px solid #1a6fc4; }
.vfs .vfs-short { background: repeating-linear-gradient(-45deg, #fbd7d4 0 3px, #a3221c 3px 5px); }
.vfs .vfs-usable { background: #bfe3c2; }
.vfs .vfs-legend { display: flex; flex-wrap: wrap; gap: 4px 16px; list-style: none; padding: 0; font-size: 12px; }
.vfs .vfs-legend i { display: inline-block; width: 26px; height: 12px; border: 1px solid #6b6b6b; vertical-align: -1px; margin-right: 4px; }
.vfs tr.vfs-skipped { color: #6b6b6b; background: #f3f3f3; }
.vfs .vfs-sum { font-size: 15px; font-variant-numeric: tabular-nums; }
.vfs .vfs-limits { font-weight: bold; }
.vfs dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 14px; }
.vfs dt { font-weight: normal; color: #595959; }
.vfs dd { margin: 0; }
.vfs .vfs-fields { display: flex; flex-wrap: wrap; gap: 10px; align-items: flex-end; }
.vfs .vfs-fields label { font-weight: normal; margin: 0; }
.vfs .vfs-fields input { display: block; width: 110px; }
.vfs .vfs-running::before { content: ""; display: inline-block; width: 12px; height: 12px; margin-right: 8px; border: 2px solid #1a6fc4;
    border-right-color: transparent; border-radius: 50%; animation: vfs-turn 1s linear infinite; }
@keyframes vfs-turn { to { transform: rotate(360deg); } }
@media (prefers-reduced-motion: reduce) { .vfs .vfs-running::before { animation: none; } }
.vfs .vfs-tabs { display: flex; gap: 4px; list-style: none; margin: 0 0 14px; padding: 0; border-bottom: 1px solid #ddd; }
.vfs .vfs-tabs > li { margin: 0 0 -1px; float: none; }
.vfs .vfs-tabs > li > a { display: block; margin: 0; padding: 8px 14px; border: 1px solid transparent; border-radius: 4px 4px 0 0; text-decoration: none; }
.vfs .vfs-tabs > li > a[aria-current] { border-color: #ddd #ddd #fff; background: #fff; color: #333; font-weight: bold; }
.vfs .vfs-hypervisors { margin: 14px 0; }
.vfs h4 { font-size: 15px; margin: 18px 0 6px; }
.vfs .vfs-scroll { overflow: auto; max-height: 70vh; border: 1px solid #ddd; }
.vfs .vfs-scroll:focus { outline: 3px solid #1a6fc4; outline-offset: 1px; }
.vfs .vfs-matrix { width: auto; margin: 0; border-collapse: separate; border-spacing: 0; }
.vfs .vfs-matrix th, .vfs .vfs-matrix td { border: 0; border-right: 1px solid #ddd; border-bottom: 1px solid #ddd; padding: 4px 8px; }
.vfs .vfs-matrix td { text-align: right; font-variant-numeric: tabular-nums; }
.vfs .vfs-matrix th { background: #fff; font-weight: normal; min-width: 84px; max-width: 150px; overflow-wrap: anywhere; position: sticky; z-index: 1; }
.vfs .vfs-matrix thead th { top: 0; }
.vfs .vfs-matrix tbody th { left: 0; }
.vfs .vfs-matrix thead th:first-child { left: 0; z-index: 2; }
.vfs .vfs-matrix .vfs-own { background: #f3f3f3; }
.vfs .vfs-matrix .vfs-falls { font-weight: bold; }
.vfs .vfs-actions { white-space: nowrap; }
.vfs .vfs-actions .btn { padding: 1px 6px; font-size: 12px; line-height: 1.5; }
.vfs [hidden] { display: none; }
@media print {
    .vfs .vfs-scroll { overflow: visible; max-height: none; border: 0; }
    .vfs .vfs-matrix th { position: static; }
    .vfs .vfs-bar, .vfs .vfs-legend i { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    .vfs .vfs-tools, .vfs .vfs-actions, .vfs .vfs-column-actions, .vfs #vfs-what-if { display: none; }
}
@media (min-width: 761px) {
    .vfs .vfs-column-product { width: 18%; }
    .vfs .vfs-column-on_order, .vfs .vfs-column-trend { width: 11%; }
    .vfs .vfs-column-why { width: 28%; }
    .vfs .vfs-column-quantity, .vfs .vfs-column-groups { width: 7%; }
    .vfs .vfs-column-age { width: 7%; }
    .vfs .vfs-column-attempt { width: 11%; }
    .vfs table.vfs-picture { table-layout: fixed; }
}
@media (max-width: 760px) {
    .vfs table.vfs-cards, .vfs table.vfs-cards tbody, .vfs table.vfs-cards tr, .vfs table.vfs-cards td { display: block; }
    .vfs table.vfs-cards thead tr { display: flex; flex-wrap: wrap; gap: 4px 14px; }
    .vfs table.vfs-cards thead th { border: 0; padding: 2px 0; }
    .vfs table.vfs-cards.vfs-plain thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    .vfs table.vfs-cards tbody tr { border: 1px solid #ddd; margin-bottom: 10px; padding: 4px 0; }
    .vfs table.vfs-cards td { border: 0; padding: 4px 10px; text-align: left; white-space: normal; overflow-wrap: anywhere; }
    .vfs table.vfs-cards td[data-label]::before { content: attr(data-label) ": "; color: #595959; font-size: 12px; }
}
</style>
