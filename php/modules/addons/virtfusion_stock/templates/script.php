<?php

/*
 * Sorting, filtering, and buttons that do not block the page. Without it every button still works as a plain form.
 *
 * @var string $link
 * @var callable(string, array<string, mixed>=): string $say
 */

declare(strict_types=1);

$flags = JSON_HEX_TAG | JSON_HEX_AMP | JSON_HEX_APOS | JSON_HEX_QUOT;

?>
<script>
(function () {
    'use strict';
    var link = <?= json_encode($link, $flags) ?>;
    var words = <?= json_encode([
        'previewing' => $words->say('previewing'),
        'lost' => $words->say('connection_lost'),
        'one' => $words->say('shown_one'),
        'many' => $words->say('shown_many'),
    ], $flags) ?>;
    function start(root) {
        var table = root.querySelector('#vfs-products');
        var status = root.querySelector('#vfs-status');
        var shown = root.querySelector('#vfs-shown');
        var search = root.querySelector('#vfs-search');
        var filter = root.querySelector('#vfs-filter');
        function narrow() {
            var text = search.value.trim().toLowerCase();
            var count = 0;
            Array.prototype.forEach.call(table.tBodies[0].rows, function (row) {
                var fits = row.textContent.toLowerCase().indexOf(text) !== -1
                    && (filter.value === 'all' || row.getAttribute('data-' + filter.value) === '1');
                row.hidden = !fits;
                count += fits ? 1 : 0;
            });
            shown.textContent = (count === 1 ? words.one : words.many).replace(':n', count);
        }
        function sort(header) {
            var column = header.cellIndex;
            var up = header.getAttribute('aria-sort') !== 'ascending';
            var rows = Array.prototype.slice.call(table.tBodies[0].rows);
            var key = function (row) { return row.cells[column].getAttribute('data-sort') || ''; };
            rows.sort(function (a, b) {
                return (up ? 1 : -1) * key(a).localeCompare(key(b), undefined, {numeric: true, sensitivity: 'base'});
            });
            Array.prototype.forEach.call(table.tHead.rows[0].cells, function (cell) { cell.removeAttribute('aria-sort'); });
            header.setAttribute('aria-sort', up ? 'ascending' : 'descending');
            rows.forEach(function (row) { table.tBodies[0].appendChild(row); });
        }
        if (table) {
            search.addEventListener('input', narrow);
            filter.addEventListener('change', narrow);
            Array.prototype.forEach.call(table.querySelectorAll('th button'), function (button) {
                button.addEventListener('click', function () { sort(button.closest('th')); });
            });
            root.querySelector('#vfs-filters').hidden = false;
            narrow();
        }
        function say(text, running) {
            status.textContent = text;
            status.className = 'alert alert-info' + (running ? ' vfs-running' : '');
            status.hidden = false;
        }
        function poll(until) {
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
        Array.prototype.forEach.call(root.querySelectorAll('form[data-vfs]'), function (form) {
            form.addEventListener('submit', function (event) {
                if (!window.fetch || !window.FormData || !event.submitter) {
                    return;
                }
                event.preventDefault();
                var until = {done: false, alone: false};
                var fields = new FormData(form);
                var action = event.submitter.value;
                fields.append(event.submitter.name, action);
                fields.append('answer', 'json');
                Array.prototype.forEach.call(root.querySelectorAll('button[name=action]'), function (button) {
                    button.disabled = true;
                });
                say(words.previewing, true);
                if (action === 'recalculate') {
                    setTimeout(poll, 300, until);
                }
                fetch(link, {method: 'POST', body: new URLSearchParams(fields), credentials: 'same-origin'}).then(function (answer) {
                    return answer.json();
                }).then(function (answer) {
                    until.done = true;
                    if (!answer.success) {
                        say(answer.error, false);
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
                    say(words.lost, true);
                    if (action === 'recalculate') {
                        until.alone = true;
                    }
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
