# Builds for the PHP whose phpize was run, not for the first one in PATH.
$(phplibdir)/virtfusion_direct.so: virtfusion_direct_library
	@mkdir -p $(phplibdir)
	cp $(VIRTFUSION_SOURCE)/target/release/libvirtfusion_direct.so $@

.PHONY: virtfusion_direct_library
virtfusion_direct_library:
	cd $(VIRTFUSION_SOURCE) && PHP=$(PHP_EXECUTABLE) PHP_CONFIG=$(VIRTFUSION_PHP_CONFIG) CARGO_TARGET_DIR=$(VIRTFUSION_SOURCE)/target \
		$(CARGO) build --release --locked --package virtfusion_direct
