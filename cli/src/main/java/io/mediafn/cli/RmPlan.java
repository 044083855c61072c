package io.mediafn.cli;

import io.mediafn.app.MediaApp;
import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import io.mediafn.operation.delete.DeleteRequest;
import io.mediafn.operation.stat.StatItem;
import io.mediafn.operation.stat.StatRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns what a person named into requests to delete, after all of it was checked. */
final class RmPlan {
    private final MediaApp app;
    private final boolean recursive;
    private final SelectionOptions options;

    RmPlan(MediaApp app, boolean recursive, SelectionOptions options) {
        this.app = app;
        this.recursive = recursive;
        this.options = options;
    }

    /**
     * The requests; none if there is nothing to delete.
     *
     * @throws UsageException naming what is not deleted this way
     */
    List<DeleteRequest> requests(List<Selection> selections) {
        selections.forEach(selection -> app.policy().check(selection.at()));
        selections.forEach(this::check);
        // With -r a name is the object and what is below it; only of the latter can something be left out.
        List<Location> objects = selections.stream()
                .filter(selection -> selection.glob().isEmpty() && !selection.isFolder() && !options.areGiven())
                .map(Selection::at)
                .toList();
        if (!recursive) {
            checkNoFolders(objects);
        }
        List<DeleteRequest> requests = new ArrayList<>();
        if (!objects.isEmpty()) {
            requests.add(DeleteRequest.of(objects));
        }
        selections.stream()
                .filter(selection -> recursive || selection.glob().isPresent())
                .map(selection -> DeleteRequest.ofDir(selection.at(), options.globs(selection, recursive)))
                .forEach(requests::add);
        return requests;
    }

    /** The folders of this machine that go as a whole, not only what is in them. */
    List<Path> wholeFolders(List<Selection> selections) {
        return selections.stream()
                .filter(selection -> recursive && selection.glob().isEmpty() && !options.areGiven())
                .map(selection -> EmptyFolders.pathOf(selection.at()))
                .flatMap(Optional::stream)
                .toList();
    }

    private void check(Selection selection) {
        if (selection.isFolder() && !recursive) {
            refuseFolder(selection);
        }
        if (recursive
                && selection.at().scheme() == Scheme.FILE
                && selection.at().key().isEmpty()) {
            throw new UsageException("the root of this machine's files is not deleted");
        }
        if (EmptyFolders.pathOf(selection.at()).filter(Files::isSymbolicLink).isPresent()) {
            throw new UsageException(
                    selection + " is a link to a folder, which may be what others use: name the folder" + " itself");
        }
        if (options.areGiven() && !recursive && selection.glob().isEmpty()) {
            throw new UsageException("--include and --exclude go with -r and with globs; " + selection + " is no glob");
        }
    }

    /**
     * A name without a slash may still be a folder: then its object, which is not there, would be deleted with success,
     * and the person believe that the folder is gone.
     */
    private void checkNoFolders(List<Location> objects) {
        List<Location> missing = new ArrayList<>();
        app.stat().each(StatRequest.of(objects), item -> {
            if (isKnown(item) && !item.exists()) {
                missing.add(item.filepath().asPrefix());
            }
        });
        List<Location> folders = new ArrayList<>();
        app.stat().each(StatRequest.of(missing), item -> {
            if (isKnown(item) && item.exists()) {
                folders.add(item.filepath());
            }
        });
        folders.stream().findFirst().ifPresent(RmPlan::refuseFolder);
    }

    /** Who may delete objects need not be allowed to look at them. */
    private static boolean isKnown(StatItem item) {
        return item.error().isEmpty();
    }

    private static void refuseFolder(Object folder) {
        throw new UsageException(folder + " is a folder: -r deletes everything below it. Nothing was deleted.");
    }
}
