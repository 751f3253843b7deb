<?php

/*
 * Sorts and filters the list, and lets the buttons work without a page load. Without this script every button is a plain form.
 *
 * @var string $link
 * @var WHMCS\Module\Addon\VirtfusionStock\Wording\Words $words
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$flags = JSON_HEX_TAG | JSON_HEX_AMP | JSON_HEX_APOS | JSON_HEX_QUOT;

?>
<script>
(function () {
    'use strict';
    var link = <?= json_encode($link, $flags) ?>;
    var words = <?= json_encode([
        'recalculating' => $words->say('recalculating'),
        'asking' => $words->say('asking'),
        'sending' => $words->say('alert_sending'),
        'lost' => $words->say('connection_lost'),
        'silent' => $words->say('no_answer'),
        'one' => $words->say('shown_one'),
        'many' => $words->say('shown_many'),
    ], $flags) ?>;
    var collator = new Intl.Collator(undefined, {numeric: true, sensitivity: 'base'});
    function each(list, act) { Array.prototype.forEach.call(list, act); }
    // Search, filter and order are kept when the list is rendered again, and when the admin comes back to the page.
    var chosen = (history.state && history.state.vfs) || {search: '', filter: 'all', column: -1, up: true};
    function remember() {
        history.replaceState(Object.assign({}, history.state, {vfs: chosen}), '');
    }
    function start(root) {
        var table = root.querySelector('#vfs-products');
        var status = root.querySelector('#vfs-status');
        var shown = root.querySelector('#vfs-shown');
        var search = root.querySelector('#vfs-search');
        var filter = root.querySelector('#vfs-filter');
        function narrow() {
            var text = chosen.search.trim().toLowerCase();
            var count = 0;
            each(table.tBodies[0].rows, function (row) {
                var fits = row.textContent.toLowerCase().indexOf(text) !== -1
                    && (chosen.filter === 'all' || row.getAttribute('data-' + chosen.filter) === '1');
                row.hidden = !fits;
                count += fits ? 1 : 0;
            });
            shown.textContent = (count === 1 ? words.one : words.many).replace(':n', count);
        }
        function sort() {
            var header = table.tHead.rows[0].cells[chosen.column];
            if (!header) {
                return;
            }
            var rows = Array.prototype.map.call(table.tBodies[0].rows, function (row) {
                return {row: row, key: row.cells[chosen.column].getAttribute('data-sort') || ''};
            });
            rows.sort(function (a, b) { return (chosen.up ? 1 : -1) * collator.compare(a.key, b.key); });
            each(table.tHead.rows[0].cells, function (cell) { cell.removeAttribute('aria-sort'); });
            header.setAttribute('aria-sort', chosen.up ? 'ascending' : 'descending');
            rows.forEach(function (one) { table.tBodies[0].appendChild(one.row); });
        }
        if (table) {
            search.value = chosen.search;
            filter.value = chosen.filter;
            search.addEventListener('input', function () { chosen.search = search.value; remember(); narrow(); });
            filter.addEventListener('change', function () { chosen.filter = filter.value; remember(); narrow(); });
            each(table.tHead.rows[0].cells, function (cell, column) {
                var button = cell.querySelector('button');
                if (!button) {
                    return;
                }
                button.addEventListener('click', function () {
                    chosen.up = chosen.column !== column || !chosen.up;
                    chosen.column = column;
                    remember();
                    sort();
                });
            });
            root.querySelector('#vfs-filters').hidden = false;
            sort();
            narrow();
        }
        function say(text, running) {
            status.textContent = text;
            status.className = 'alert alert-info' + (running ? ' vfs-running' : '');
            status.hidden = false;
        }
        function poll(until) {
            if (until.done) {
                return;
            }
            fetch(link + '&view=progress', {credentials: 'same-origin'}).then(function (answer) {
                return answer.json();
            }).then(function (answer) {
                if (until.done) {
                    return;
                }
                if (answer.data.running) {
                    say(answer.data.words, true);
                } else if (until.alone) {
                    location.reload();
                    return;
                }
                setTimeout(poll, 700, until);
            }).catch(function () { setTimeout(poll, 2000, until); });
        }
        function lock(locked) {
            each(root.querySelectorAll('form[data-vfs] button, button[form]'), function (button) { button.disabled = locked; });
        }
        each(root.querySelectorAll('form[data-vfs]'), function (form) {
            form.addEventListener('submit', function (event) {
                if (!window.fetch || !window.FormData || !event.submitter) {
                    return;
                }
                event.preventDefault();
                var until = {done: false, alone: false};
                var fields = new FormData(form);
                fields.append(event.submitter.name, event.submitter.value);
                var recalculates = fields.get('action') === 'recalculate';
                var writes = ['preview', 'check', 'testAlerts'].indexOf(fields.get('action')) === -1;
                fields.append('answer', 'json');
                lock(true);
                say(fields.get('action') === 'testAlerts' ? words.sending : writes ? words.recalculating : words.asking, true);
                if (recalculates) {
                    setTimeout(poll, 300, until);
                }
                fetch(link, {method: 'POST', body: new URLSearchParams(fields), credentials: 'same-origin'}).then(function (answer) {
                    return answer.json();
                }).then(function (answer) {
                    until.done = true;
                    if (!answer.success) {
                        say(answer.error, false);
                        lock(false);
                        return;
                    }
                    var page = document.createElement('div');
                    page.innerHTML = answer.data.html;
                    var fresh = page.querySelector('.vfs');
                    root.parentNode.replaceChild(fresh, root);
                    start(fresh);
                    var result = fresh.querySelector('#vfs-result');
                    if (result) {
                        result.focus();
                    }
                }).catch(function () {
                    if (recalculates) {
                        say(words.lost, true);
                        until.alone = true;
                        return;
                    }
                    say(writes ? words.lost : words.silent, false);
                    lock(false);
                });
            });
        });
        if (root.getAttribute('data-running') === '1') {
            poll({done: false, alone: true});
        }
    }
    start(document.querySelector('.vfs'));
}());
</script>
