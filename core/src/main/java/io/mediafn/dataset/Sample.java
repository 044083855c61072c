package io.mediafn.dataset;

/**
 * A sample as operations see it.
 *
 * @param id of 24 hex digits
 * @param path where the medium of the asked field lies, as it is written in the dataset
 * @param mediaType FiftyOne's, of this sample: {@code image}, {@code video}, {@code 3d} ...
 * @param hasMetadata whether metadata is stored
 */
public record Sample(String id, String path, String mediaType, boolean hasMetadata) {}
