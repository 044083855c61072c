package io.mediafn.storage.gcs;

import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.SignUrlOption;
import io.mediafn.location.Location;
import io.mediafn.storage.ListOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What goes with each of the client's verbs: preconditions, and who pays.
 *
 * @param userProject see {@link GcsSettings#userProject()}
 */
record GcsOptions(Optional<String> userProject) {
    BlobGetOption[] get() {
        List<BlobGetOption> options = new ArrayList<>(List.of(BlobGetOption.fields(GcsStats.fields())));
        userProject.map(BlobGetOption::userProject).ifPresent(options::add);
        return options.toArray(BlobGetOption[]::new);
    }

    /** Of an object that is deleted, or copied. */
    BlobSourceOption[] source(OptionalLong generation) {
        List<BlobSourceOption> options = new ArrayList<>();
        generation.ifPresent(value -> options.add(BlobSourceOption.generationMatch(value)));
        userProject.map(BlobSourceOption::userProject).ifPresent(options::add);
        return options.toArray(BlobSourceOption[]::new);
    }

    /** Of the place that a copy goes to; a generation of 0 stands for nothing there. */
    BlobTargetOption[] target(OptionalLong generation) {
        List<BlobTargetOption> options = new ArrayList<>();
        generation.ifPresent(value ->
                options.add(value == 0 ? BlobTargetOption.doesNotExist() : BlobTargetOption.generationMatch(value)));
        userProject.map(BlobTargetOption::userProject).ifPresent(options::add);
        return options.toArray(BlobTargetOption[]::new);
    }

    BlobListOption[] list(Location prefix, ListOptions wanted) {
        List<BlobListOption> options = new ArrayList<>();
        options.add(BlobListOption.fields(GcsStats.fields()));
        options.add(BlobListOption.pageSize(wanted.limit()));
        if (!prefix.key().isEmpty()) {
            options.add(BlobListOption.prefix(prefix.key()));
        }
        if (!wanted.recursive()) {
            options.add(BlobListOption.delimiter("/"));
        }
        wanted.startAfter().map(BlobListOption::startOffset).ifPresent(options::add);
        wanted.pageToken().map(BlobListOption::pageToken).ifPresent(options::add);
        userProject.map(BlobListOption::userProject).ifPresent(options::add);
        return options.toArray(BlobListOption[]::new);
    }

    SignUrlOption[] sign(String host) {
        List<SignUrlOption> options = new ArrayList<>();
        options.add(SignUrlOption.withV4Signature());
        options.add(SignUrlOption.withHostName(host));
        userProject
                .map(project -> SignUrlOption.withQueryParams(Map.of("userProject", project)))
                .ifPresent(options::add);
        return options.toArray(SignUrlOption[]::new);
    }
}
