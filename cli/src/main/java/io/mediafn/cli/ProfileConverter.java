package io.mediafn.cli;

import io.mediafn.media.Profile;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The names of profiles, as everywhere. */
final class ProfileConverter implements ITypeConverter<Profile> {
    @Override
    public Profile convert(String text) {
        return Profile.of(text)
                .orElseThrow(() ->
                        new TypeConversionException("'" + text + "' is none of " + String.join(", ", Profile.names())));
    }
}
