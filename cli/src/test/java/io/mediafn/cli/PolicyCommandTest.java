package io.mediafn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicyCommandTest {
    @TempDir
    private Path home;

    private Cli.Result policy(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "policy";
        System.arraycopy(args, 0, all, 1, args.length);
        return Cli.inHome(home).run(all);
    }

    @Test
    void reading_below_a_prefix_of_s3() {
        Cli.Result result = policy("s3://datalake/photos/");

        assertThat(result.exit()).isZero();
        assertThat(result.out()).isEqualTo("""
                        {
                          "Version": "2012-10-17",
                          "Statement": [
                            {
                              "Sid": "List",
                              "Effect": "Allow",
                              "Action": ["s3:ListBucket"],
                              "Resource": "arn:aws:s3:::datalake",
                              "Condition": {
                                "StringLike": {
                                  "s3:prefix": ["photos/*"]
                                }
                              }
                            },
                            {
                              "Sid": "Objects",
                              "Effect": "Allow",
                              "Action": ["s3:GetObject"],
                              "Resource": "arn:aws:s3:::datalake/photos/*"
                            }
                          ]
                        }
                        """);
        assertThat(result.err()).isEqualTo("""
                        Save it as policy.json, then:
                          aws iam put-role-policy --role-name ROLE --policy-name mediafn --policy-document file://policy.json
                        A bucket with a KMS key of its own needs kms:Decrypt, and kms:GenerateDataKey for writing, besides.
                        """);
    }

    @Test
    void a_copy_reads_at_one_end_and_writes_at_the_other() {
        Cli.Result result = policy("--quiet", "s3://in/", "--operation", "copy", "--to", "s3://archive/in/");

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("""
                        {
                          "Version": "2012-10-17",
                          "Statement": [
                            {
                              "Sid": "List1",
                              "Effect": "Allow",
                              "Action": ["s3:ListBucket"],
                              "Resource": "arn:aws:s3:::in"
                            },
                            {
                              "Sid": "Objects1",
                              "Effect": "Allow",
                              "Action": ["s3:GetObject", "s3:GetObjectTagging"],
                              "Resource": "arn:aws:s3:::in/*"
                            },
                            {
                              "Sid": "List2",
                              "Effect": "Allow",
                              "Action": ["s3:ListBucket"],
                              "Resource": "arn:aws:s3:::archive",
                              "Condition": {
                                "StringLike": {
                                  "s3:prefix": ["in/*"]
                                }
                              }
                            },
                            {
                              "Sid": "FindUploads2",
                              "Effect": "Allow",
                              "Action": ["s3:ListBucketMultipartUploads"],
                              "Resource": "arn:aws:s3:::archive"
                            },
                            {
                              "Sid": "Objects2",
                              "Effect": "Allow",
                              "Action": ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject", "s3:PutObjectTagging"],
                              "Resource": "arn:aws:s3:::archive/in/*"
                            }
                          ]
                        }
                        """);
    }

    @Test
    void what_means_something_to_iam_is_written_so_that_it_does_not() {
        assertThat(policy("s3://b/a*b?c$/", "--operation", "stat").out())
                .contains("\"arn:aws:s3:::b/a${*}b${?}c${$}/*\"", "[\"a${*}b${?}c${$}/*\"]");
        assertThat(policy("s3://b/one.jpg", "--operation", "stat").out())
                .contains("\"arn:aws:s3:::b/one.jpg\"", "[\"one.jpg\"]");
    }

    @Test
    void events_read_media_and_write_segments() {
        Cli.Result result =
                policy("--quiet", "s3://in/", "--operation", "events", "--manifest", "s3://records/dataset/");

        assertThat(result.out())
                .contains("\"s3:GetObject\"", "arn:aws:s3:::records/dataset/segments/*")
                .doesNotContain("ListBucket", "DeleteObject");
    }

    @Test
    void google_has_a_role_for_objects_and_one_for_listing() {
        Cli.Result result = policy("gs://bucket/it's/", "--operation", "metadata,delete");

        assertThat(result.exit()).isZero();
        assertThat(result.out()).isEqualTo("""
                        gcloud iam roles create mediafnObjects --project=PROJECT --permissions=storage.objects.delete,storage.objects.get
                        gcloud storage buckets add-iam-policy-binding gs://bucket --member=serviceAccount:ACCOUNT --role=projects/PROJECT/roles/mediafnObjects --condition='^;^title=mediafnObjects;expression=resource.name.startsWith("projects/_/buckets/bucket/objects/it'\\''s/")'
                        gcloud iam roles create mediafnList --project=PROJECT --permissions=storage.objects.list
                        gcloud storage buckets add-iam-policy-binding gs://bucket --member=serviceAccount:ACCOUNT --role=projects/PROJECT/roles/mediafnList --condition='^;^title=mediafnList;expression=resource.type == "storage.googleapis.com/Bucket" && api.getAttribute("storage.googleapis.com/objectListPrefix", "").startsWith("it'\\''s/")'
                        """);
        assertThat(result.err()).isEqualTo("""
                        Put in your PROJECT and ACCOUNT (NAME@PROJECT.iam.gserviceaccount.com) and run it.
                        Conditions need uniform bucket-level access.
                        """);
    }

    @Test
    void azure_has_a_role_of_data_actions_and_a_condition() {
        Cli.Result result = policy("https://acc.blob.core.windows.net/in/a/", "--operation", "list,stat,delete");

        assertThat(result.exit()).isZero();
        assertThat(result.out()).isEqualTo("""
                        {
                          "Name": "mediafn objects",
                          "IsCustom": true,
                          "Description": "What mediafn does with blobs",
                          "Actions": [],
                          "NotActions": [],
                          "DataActions": ["Microsoft.Storage/storageAccounts/blobServices/containers/blobs/delete", "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read"],
                          "NotDataActions": [],
                          "AssignableScopes": ["/subscriptions/SUBSCRIPTION"]
                        }
                        """);
        String blobs = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs";
        assertThat(result.err().lines().toList())
                .containsExactly(
                        "Put in your SUBSCRIPTION, GROUP, ACCOUNT and PRINCIPAL, save it as role.json, then:",
                        "  az role definition create --role-definition @role.json",
                        "  az role assignment create --assignee PRINCIPAL --role 'mediafn objects' --scope"
                                + " /subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.Storage/storageAccounts/acc/blobServices/default/containers/in"
                                + " --condition-version 2.0 --condition \"((!(ActionMatches{'" + blobs
                                + "/delete'})) OR (@Resource[" + blobs
                                + ":path] StringLike 'a/*')) AND ((!(ActionMatches{'" + blobs
                                + "/read'} AND NOT SubOperationMatches{'Blob.List'})) OR (@Resource[" + blobs
                                + ":path] StringLike 'a/*')) AND ((!(ActionMatches{'" + blobs
                                + "/read'} AND SubOperationMatches{'Blob.List'})) OR (@Request[" + blobs
                                + ":prefix] StringLike 'a/*'))\"");
    }

    @Test
    void one_end_of_a_copy_to_azure_has_what_the_other_has_not() {
        Cli.Result result = policy("az://from/", "--operation", "copy", "--to", "az://to/");

        assertThat(result.err()).contains("containers/from --condition-version 2.0 --condition \"(!(ActionMatches{");
        assertThat(result.err().lines().filter(line -> line.contains("containers/from")))
                .singleElement()
                .asString()
                .contains("/write'}))");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s3://b/ gs://c/|one cloud at a time; these are AWS and Google Cloud",
                "https://example.com/x|policies are for s3://",
                "s3://b/ --operation fly|--operation: one of compact, copy,",
                "s3://b/ --to s3://c/|--to: no operation that is named",
                "s3://b/ --operation list --manifest s3://c/|--manifest: no operation that is named",
                "s3://b/ --operation compact|there is nothing to allow",
                "--operation copy|there is nothing to allow",
                "az://c/a*b/|can't have ' * ? or \\ in a prefix"
            })
    void what_makes_no_policy_is_refused(String args, String message) {
        Cli.Result result = policy(args.split(" "));

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(message);
    }
}
