# The same on AWS, Google Cloud and Azure.

output "function_id" {
  description = "The function that handles events."
  value       = google_cloudfunctions2_function.events.id
}

output "function_name" {
  description = "The name of the function that handles events."
  value       = google_cloudfunctions2_function.events.name
}

output "http_url" {
  description = "Where HTTP calls go; null unless `enable_http`."
  value       = one(data.google_cloud_run_v2_service.http[*].uri)
}

output "queue_id" {
  description = "The queue of events: the subscription that pushes them."
  value       = google_pubsub_subscription.events.id
}

output "dead_letters_id" {
  description = "What could not be handled: the subscription that keeps it."
  value       = google_pubsub_subscription.dead_letters.id
}

output "principal" {
  description = "Whom the functions act as: the address of their service account."
  value       = google_service_account.function.email
}

output "log_destination" {
  description = "The functions' log: a log bucket."
  value       = google_logging_project_bucket_config.functions.id
}

output "dataset" {
  description = "What events write to: a location, or the name of a FiftyOne dataset."
  value       = local.dataset
}
