// Marks the locations of an order form: `marks` has a text for each sub-option's id, and whether it is sold out. A sold-out
// choice cannot be chosen, unless all of its option are: then the shop decides when the cart is checked. The form is looked at again when
// WHMCS replaces a part of it.
(function (marks) {
    'use strict';

    var form = document.getElementById('frmConfigureProduct') || document.body;

    function say(field, text) {
        var status = field.parentNode.querySelector('[data-vfs-status]') || document.createElement('span');
        status.setAttribute('data-vfs-status', '');
        status.setAttribute('role', 'status');
        field.parentNode.appendChild(status);
        status.textContent = text;
    }

    // The choices of one option, each an <option> or a radio button with what shows its name.
    function mark(choices, label, choose) {
        var fresh = choices.filter(function (choice) { return marks[choice.value] && !choice.hasAttribute('data-vfs'); });
        var open = choices.filter(function (choice) { return !choice.disabled && !(marks[choice.value] && marks[choice.value].sold); });
        fresh.forEach(function (choice) {
            choice.setAttribute('data-vfs', '');
            label(choice).appendChild(document.createTextNode(' (' + marks[choice.value].text + ')'));
        });
        fresh.filter(function (choice) { return marks[choice.value].sold && open.length; }).forEach(function (choice) {
            if (choice.selected || choice.checked) {
                choose(open[0], label(choice).textContent.trim());
            }
            choice.disabled = true;
            if (window.jQuery && window.jQuery.fn.iCheck) {
                window.jQuery(choice).iCheck('update');
            }
        });
    }

    function markAll() {
        var radios = {};
        form.querySelectorAll('select[name^="configoption["]').forEach(function (select) {
            mark([].slice.call(select.options), function (option) { return option; }, function (option, text) {
                select.value = option.value;
                select.dispatchEvent(new Event('change', { bubbles: true }));
                say(select, text);
            });
        });
        form.querySelectorAll('input[type="radio"][name^="configoption["]').forEach(function (radio) {
            (radios[radio.name] = radios[radio.name] || []).push(radio);
        });
        Object.keys(radios).forEach(function (name) {
            mark(radios[name], function (radio) {
                return radio.closest('label') || document.querySelector('label[for="' + radio.id + '"]') || radio.parentNode;
            }, function (radio, text) {
                radio.click();
                say((radio.closest('label') || radio), text);
            });
        });
    }

    markAll();
    new MutationObserver(markAll).observe(form, { childList: true, subtree: true });
})
