# What the module promises, whatever it is given. Each run is a promise; terraform/planted-defects shows that each can fail.

mock_provider "google" {
  mock_data "google_project" {
    defaults = { number = "1234567890" }
  }
  mock_data "google_storage_project_service_account" {
    defaults = { member = "serviceAccount:service-1234567890@gs-project-accounts.iam.gserviceaccount.com" }
  }
  mock_data "google_cloud_run_v2_service" {
    defaults = { uri = "https://traffic-abc-ey.a.run.app" }
  }
}

override_resource {
  target = google_service_account.function
  values = { email = "traffic-fn@vision-1.iam.gserviceaccount.com" }
}

override_resource {
  target = google_service_account.push
  values = { email = "traffic-push@vision-1.iam.gserviceaccount.com" }
}

override_resource {
  target = google_service_account.build
  values = { email = "traffic-build@vision-1.iam.gserviceaccount.com", id = "projects/vision-1/serviceAccounts/traffic-build@vision-1.iam.gserviceaccount.com" }
}

override_resource {
  target = google_pubsub_topic.events
  values = { id = "projects/vision-1/topics/traffic-events" }
}

override_resource {
  target = google_pubsub_topic.dead_letters
  values = { id = "projects/vision-1/topics/traffic-dead-letters" }
}

variables {
  project_id    = "vision-1"
  region        = "europe-west3"
  name          = "traffic"
  tags          = { team = "vision" }
  artifact      = { path = "versions.tf" } # any file will do
  media_buckets = { one = { bucket = "media-in", prefixes = ["in/"] } }
}

run "least_privilege_by_default" {
  assert {
    condition = { for key, binding in google_storage_bucket_iam_member.objects : key => "${binding.bucket} ${binding.role} ${try(binding.condition[0].expression, "everything")}" } == {
      media-one-0      = "media-in roles/storage.objectViewer resource.name.startsWith(\"projects/_/buckets/media-in/objects/in/\")"
      dataset-segments = "vision-1-traffic-dataset roles/storage.objectCreator resource.name.startsWith(\"projects/_/buckets/vision-1-traffic-dataset/objects/dataset/segments/\")"
    }
    error_message = "the function may do more, or less, than measuring needs"
  }
  assert {
    condition     = length(google_storage_bucket_iam_member.listing) == 0
    error_message = "a bucket may be listed though nothing asks for it"
  }
  assert {
    condition     = alltrue([for binding in google_storage_bucket_iam_member.objects : binding.member == "serviceAccount:traffic-fn@vision-1.iam.gserviceaccount.com"])
    error_message = "others have the function's permissions"
  }
  assert {
    condition     = google_cloudfunctions2_function.events.service_config[0].service_account_email == "traffic-fn@vision-1.iam.gserviceaccount.com"
    error_message = "the function runs as the project's default account"
  }
  assert {
    condition     = google_project_iam_member.build_log.role == "roles/logging.logWriter" && google_project_iam_member.build_log.member == "serviceAccount:traffic-build@vision-1.iam.gserviceaccount.com"
    error_message = "more than writing logs is granted in the whole project"
  }
  assert {
    condition     = google_cloudfunctions2_function.events.build_config[0].service_account == google_service_account.build.id
    error_message = "the build runs as the project's default account"
  }
}

run "least_privilege_of_copies" {
  variables {
    destinations = { out = { bucket = "archive", prefixes = ["out/"] } }
    jobs         = "gs://work/jobs/"
  }
  assert {
    condition = (
      try(google_storage_bucket_iam_member.objects["to-out-0"].condition[0].expression, "") == "resource.name.startsWith(\"projects/_/buckets/archive/objects/out/\")" &&
      try(google_storage_bucket_iam_member.objects["jobs"].condition[0].expression, "") == "resource.name.startsWith(\"projects/_/buckets/work/objects/jobs/\")"
    )
    error_message = "more than the destinations and the jobs may be written"
  }
  assert {
    condition     = google_storage_bucket_iam_member.objects["media-one-0"].role == "roles/storage.objectViewer"
    error_message = "media may be more than read"
  }
  assert {
    condition     = alltrue([for binding in google_storage_bucket_iam_member.objects : contains(["roles/storage.objectViewer", "roles/storage.objectCreator", "roles/storage.objectUser"], binding.role)])
    error_message = "a bucket's settings may be changed"
  }
}

run "a_pipeline_tells_gone_from_denied" {
  variables {
    pipeline = jsonencode({ rules = [{ when = { event = "deleted" }, do = [{ unregister = {} }] }] })
  }
  assert {
    condition     = strcontains(try(google_storage_bucket_iam_member.listing["media-one-0"].condition[0].expression, ""), "objectListPrefix\", \"\").startsWith(\"in/\")")
    error_message = "rules for deletions would meet 403 for what is gone"
  }
}

run "least_privilege_of_http" {
  variables {
    enable_http        = true
    allowed_operations = ["list", "stat"]
  }
  assert {
    condition     = google_storage_bucket_iam_member.objects["media-one-0"].role == "roles/storage.objectViewer"
    error_message = "media may be changed by operations that only read"
  }
  assert {
    condition     = strcontains(google_storage_bucket_iam_member.listing["media-one-0"].condition[0].expression, "objectListPrefix\", \"\").startsWith(\"in/\")")
    error_message = "a whole bucket may be listed"
  }
  assert {
    condition     = google_cloudfunctions2_function.http[0].service_config[0].environment_variables.MEDIAFN_OPERATIONS == "list,stat"
    error_message = "HTTP may ask for other operations"
  }
}

run "deleting_only_where_it_is_asked_for" {
  variables {
    enable_http        = true
    allowed_operations = ["delete"]
  }
  assert {
    condition = (
      google_storage_bucket_iam_member.objects["media-one-0"].role == "roles/storage.objectUser" &&
      try(google_storage_bucket_iam_member.objects["media-one-0"].condition[0].expression, "") == "resource.name.startsWith(\"projects/_/buckets/media-in/objects/in/\")"
    )
    error_message = "more than the media below the prefix may be deleted"
  }
}

run "no_public_access" {
  variables {
    enable_http   = true
    http_invokers = ["group:annotators@example.com"]
  }
  assert {
    condition     = google_cloud_run_v2_service_iam_member.push.member == "serviceAccount:traffic-push@vision-1.iam.gserviceaccount.com"
    error_message = "others than Pub/Sub may bring events"
  }
  assert {
    condition     = keys(google_cloud_run_v2_service_iam_member.http) == ["group:annotators@example.com"] && google_cloud_run_v2_service_iam_member.http["group:annotators@example.com"].member == "group:annotators@example.com"
    error_message = "others than http_invokers may call"
  }
  assert {
    condition     = google_cloudfunctions2_function.events.service_config[0].ingress_settings == "ALLOW_INTERNAL_ONLY"
    error_message = "the function of events can be reached from outside"
  }
  assert {
    condition     = google_cloudfunctions2_function.http[0].service_config[0].ingress_settings == "ALLOW_INTERNAL_ONLY"
    error_message = "the function of HTTP can be reached from outside by default"
  }
  assert {
    condition = alltrue([for bucket in [google_storage_bucket.dataset[0], google_storage_bucket.package[0]] :
      bucket.public_access_prevention == "enforced"
    ])
    error_message = "a bucket can be made public"
  }
  assert {
    condition     = google_storage_bucket.dataset[0].uniform_bucket_level_access && google_storage_bucket.package[0].uniform_bucket_level_access
    error_message = "a bucket has ACLs"
  }
}

run "no_http_by_default" {
  assert {
    condition     = length(google_cloudfunctions2_function.http) == 0 && output.http_url == null
    error_message = "the function can be called by HTTP"
  }
}

run "only_the_media_buckets_send" {
  assert {
    condition     = google_pubsub_topic_iam_member.storage.member == "serviceAccount:service-1234567890@gs-project-accounts.iam.gserviceaccount.com" && google_pubsub_topic_iam_member.storage.role == "roles/pubsub.publisher"
    error_message = "others than Cloud Storage may send events"
  }
}

run "only_tls" {
  assert {
    condition = startswith(google_pubsub_subscription.events.push_config[0].push_endpoint, "https://")
    # Buckets and functions of Google Cloud have no switch for it: HTTP is redirected or refused.
    error_message = "events are pushed without TLS"
  }
}

run "events_arrive_with_an_identity" {
  assert {
    condition = (
      google_pubsub_subscription.events.push_config[0].push_endpoint == "https://traffic-abc-ey.a.run.app?__GCP_CloudEventsMode=CUSTOM_PUBSUB_projects%2Fvision-1%2Ftopics%2Ftraffic-events" &&
      try(google_pubsub_subscription.events.push_config[0].oidc_token[0].service_account_email, "") == "traffic-push@vision-1.iam.gserviceaccount.com" &&
      try(google_pubsub_subscription.events.push_config[0].oidc_token[0].audience, "") == "https://traffic-abc-ey.a.run.app"
    )
    error_message = "events are pushed elsewhere, or by nobody"
  }
}

run "encryption_with_a_key" {
  variables {
    kms_key = "projects/vision-1/locations/europe-west3/keyRings/r/cryptoKeys/k"
  }
  assert {
    condition = (
      try(google_storage_bucket.dataset[0].encryption[0].default_kms_key_name, "") == var.kms_key &&
      try(google_storage_bucket.package[0].encryption[0].default_kms_key_name, "") == var.kms_key
    )
    error_message = "a bucket is not encrypted with the key"
  }
  assert {
    condition     = google_pubsub_topic.events.kms_key_name == var.kms_key && google_pubsub_topic.dead_letters.kms_key_name == var.kms_key
    error_message = "a topic is not encrypted with the key"
  }
}

run "dead_letters" {
  assert {
    condition     = try(google_pubsub_subscription.events.dead_letter_policy[0].dead_letter_topic, "") == "projects/vision-1/topics/traffic-dead-letters"
    error_message = "the queue has no dead letters"
  }
  assert {
    condition     = try(google_pubsub_subscription.events.dead_letter_policy[0].max_delivery_attempts, 0) == 5
    error_message = "a message is not tried five times"
  }
  assert {
    condition     = google_pubsub_subscription.dead_letters.topic == "projects/vision-1/topics/traffic-dead-letters" && google_pubsub_subscription.dead_letters.message_retention_duration == "1209600s"
    error_message = "dead letters are not kept for long enough"
  }
  assert {
    condition     = google_pubsub_subscription.dead_letters.expiration_policy[0].ttl == "" && google_pubsub_subscription.events.expiration_policy[0].ttl == ""
    error_message = "a subscription goes when it is quiet for a month"
  }
  assert {
    condition = (
      google_pubsub_topic_iam_member.dead_letters.member == "serviceAccount:service-1234567890@gcp-sa-pubsub.iam.gserviceaccount.com" &&
      google_pubsub_subscription_iam_member.dead_letters.member == "serviceAccount:service-1234567890@gcp-sa-pubsub.iam.gserviceaccount.com"
    )
    error_message = "Pub/Sub may not move messages to the dead letters"
  }
  assert {
    condition     = google_pubsub_subscription.events.ack_deadline_seconds > google_cloudfunctions2_function.events.service_config[0].timeout_seconds
    error_message = "messages are handed out a second time while they are worked on"
  }
}

run "alarms" {
  variables {
    alarm_targets = ["projects/vision-1/notificationChannels/1"]
  }
  assert {
    condition = (
      strcontains(google_monitoring_alert_policy.this["dead-letters"].conditions[0].condition_threshold[0].filter, "subscription_id = \"traffic-dead-letters\" AND metric.type = \"pubsub.googleapis.com/subscription/num_undelivered_messages\"") &&
      google_monitoring_alert_policy.this["dead-letters"].conditions[0].condition_threshold[0].threshold_value == 0
    )
    error_message = "no alarm on the depth of the dead letters"
  }
  assert {
    condition = (
      strcontains(google_monitoring_alert_policy.this["dead-letters-age"].conditions[0].condition_threshold[0].filter, "subscription_id = \"traffic-dead-letters\" AND metric.type = \"pubsub.googleapis.com/subscription/oldest_unacked_message_age\"") &&
      google_monitoring_alert_policy.this["dead-letters-age"].conditions[0].condition_threshold[0].threshold_value < 1209600
    )
    error_message = "no alarm on the age of the dead letters"
  }
  assert {
    condition     = strcontains(google_monitoring_alert_policy.this["backlog"].conditions[0].condition_threshold[0].filter, "subscription_id = \"traffic-events\" AND metric.type = \"pubsub.googleapis.com/subscription/oldest_unacked_message_age\"")
    error_message = "no alarm on the backlog"
  }
  assert {
    condition     = alltrue([for policy in google_monitoring_alert_policy.this : policy.notification_channels == tolist(var.alarm_targets)])
    error_message = "nobody hears an alarm"
  }
}

run "log_retention" {
  assert {
    condition     = google_logging_project_bucket_config.functions.retention_days == 30
    error_message = "the log is not kept for log_retention_days"
  }
  assert {
    condition     = strcontains(google_logging_project_sink.functions.filter, "\"traffic-events\"") && google_logging_project_sink.functions.destination == "logging.googleapis.com/${google_logging_project_bucket_config.functions.id}"
    error_message = "the function logs elsewhere"
  }
}

run "concurrency_limit" {
  variables {
    enable_http = true
  }
  assert {
    condition = alltrue([for function in [google_cloudfunctions2_function.events, google_cloudfunctions2_function.http[0]] :
      function.service_config[0].max_instance_count == 10 && function.service_config[0].max_instance_request_concurrency == 1
    ])
    error_message = "there is no limit on the concurrency"
  }
}

run "environment" {
  variables {
    dataset         = "traffic"
    database_secret = "projects/vision-2/secrets/mongo"
    jobs            = "gs://work/jobs/"
    pipeline        = "gs://work/pipeline.json"
    enable_http     = true
  }
  assert {
    condition = alltrue([for function in [google_cloudfunctions2_function.events, google_cloudfunctions2_function.http[0]] :
      function.service_config[0].environment_variables == tomap({
        MEDIAFN_DATASET                 = "traffic"
        MEDIAFN_PIPELINE                = "gs://work/pipeline.json"
        MEDIAFN_JOBS                    = "gs://work/jobs/"
        MEDIAFN_ALLOW                   = "gs://media-in/in/"
        MEDIAFN_OPERATIONS              = "list,metadata,stat"
        MEDIAFN_TIMEOUT_SECONDS         = "60"
        FIFTYONE_MEDIA_CACHE_SIZE_BYTES = "-1"
        GOOGLE_CLOUD_PROJECT            = "vision-1"
        FIFTYONE_DATABASE_NAME          = "fiftyone"
      })
    ])
    error_message = "a function's settings are others"
  }
  assert {
    condition = alltrue([for function in [google_cloudfunctions2_function.events, google_cloudfunctions2_function.http[0]] :
      [for secret in function.service_config[0].secret_environment_variables : "${secret.key} ${secret.project_id} ${secret.secret}"] == ["FIFTYONE_DATABASE_URI vision-2 mongo"]
    ])
    error_message = "the database's URI is no reference to the secret"
  }
  assert {
    condition = (
      google_secret_manager_secret_iam_member.database[0].secret_id == "mongo" && google_secret_manager_secret_iam_member.database[0].project == "vision-2" &&
      google_secret_manager_secret_iam_member.database[0].role == "roles/secretmanager.secretAccessor"
    )
    error_message = "the secret, and no other, can be read"
  }
  assert {
    condition     = length(google_storage_bucket.dataset) == 0
    error_message = "a bucket is created for a dataset that is elsewhere"
  }
}

run "settings_by_default" {
  assert {
    condition = google_cloudfunctions2_function.events.service_config[0].environment_variables == tomap({
      MEDIAFN_DATASET                 = "gs://vision-1-traffic-dataset/dataset/"
      MEDIAFN_ALLOW                   = "gs://media-in/in/"
      MEDIAFN_TIMEOUT_SECONDS         = "60"
      FIFTYONE_MEDIA_CACHE_SIZE_BYTES = "-1"
      GOOGLE_CLOUD_PROJECT            = "vision-1"
    })
    error_message = "the function's settings are others"
  }
  assert {
    condition     = google_cloudfunctions2_function.events.build_config[0].entry_point == "io.mediafn.gcf.MediaEvents" && google_cloudfunctions2_function.events.build_config[0].runtime == "java21"
    error_message = "another entry point or runtime"
  }
}

run "notifications" {
  assert {
    condition = (
      google_storage_notification.media["one-0"].object_name_prefix == "in/" &&
      toset(google_storage_notification.media["one-0"].event_types) == toset(["OBJECT_FINALIZE", "OBJECT_DELETE"])
    )
    error_message = "the bucket doesn't tell of its objects"
  }
}

run "no_loop" {
  assert {
    condition     = keys(google_storage_notification.media) == ["one-0"] && google_storage_notification.media["one-0"].bucket == "media-in"
    error_message = "another bucket than those of the media starts the function"
  }
}

run "labels_everywhere" {
  assert {
    condition = alltrue([for labels in [
      google_cloudfunctions2_function.events.labels, google_pubsub_topic.events.labels, google_pubsub_topic.dead_letters.labels,
      google_pubsub_subscription.events.labels, google_pubsub_subscription.dead_letters.labels, google_storage_bucket.dataset[0].labels,
      google_storage_bucket.package[0].labels, google_artifact_registry_repository.images.labels,
    ] : labels == tomap({ application = "mediafn", mediafn-name = "traffic", team = "vision" })])
    error_message = "something has no labels"
  }
}

run "records_outlive_the_function" {
  assert {
    condition     = google_storage_bucket.dataset[0].force_destroy == false && google_storage_bucket.dataset[0].versioning[0].enabled
    error_message = "records can be lost"
  }
}

run "schedule" {
  variables {
    schedule = "0 3 * * *"
    pipeline = "{\"rules\":[],\"schedule\":[{\"operation\":\"compact\",\"dataset\":\"gs://vision-1-traffic-dataset/dataset/\"}]}"
  }
  assert {
    condition     = google_cloud_scheduler_job.schedule[0].schedule == "0 3 * * *" && google_cloud_scheduler_job.schedule[0].time_zone == "Etc/UTC"
    error_message = "the schedule doesn't start the function when it should"
  }
  assert {
    condition     = google_cloud_scheduler_job.schedule[0].pubsub_target[0].topic_name == google_pubsub_topic.events.id && base64decode(google_cloud_scheduler_job.schedule[0].pubsub_target[0].data) == "{\"operation\":\"schedule\"}"
    error_message = "the schedule sends something that the function doesn't know"
  }
  assert {
    condition     = google_storage_bucket_iam_member.objects["dataset-segments"].role == "roles/storage.objectUser" && length([for key, binding in google_storage_bucket_iam_member.objects : key if binding.role == "roles/storage.objectUser"]) == 1
    error_message = "more, or less, than folded records may be deleted"
  }
  assert {
    condition     = google_cloudfunctions2_function.events.service_config[0].environment_variables.MEDIAFN_ALLOW == "gs://media-in/in/,gs://vision-1-traffic-dataset/dataset/"
    error_message = "requests of the schedule can't name the dataset"
  }
}

run "no_schedule_by_default" {
  assert {
    condition     = length(google_cloud_scheduler_job.schedule) == 0
    error_message = "a clock starts the function, though nobody asked for it"
  }
}

run "folding_where_http_may_ask_for_it" {
  variables {
    enable_http        = true
    allowed_operations = ["compact"]
  }
  assert {
    condition     = [for key, binding in google_storage_bucket_iam_member.objects : key if binding.role == "roles/storage.objectUser"] == ["dataset-segments"]
    error_message = "folded records, and nothing else, can be deleted"
  }
  assert {
    condition     = length([for key, binding in google_storage_bucket_iam_member.listing : key if binding.bucket == "media-in"]) == 0
    error_message = "media may be listed though nothing asks for it"
  }
}
