# The same on AWS, Google Cloud and Azure.

output "function_id" {
  description = "The function: its ARN."
  value       = aws_lambda_function.this.arn
}

output "function_name" {
  description = "The function's name."
  value       = aws_lambda_function.this.function_name
}

output "http_url" {
  description = "Where HTTP calls go; null unless `enable_http`."
  value       = one(aws_lambda_function_url.http[*].function_url)
}

output "queue_id" {
  description = "The queue of events: its ARN."
  value       = aws_sqs_queue.events.arn
}

output "dead_letters_id" {
  description = "What could not be handled: the ARN of the dead letter queue."
  value       = aws_sqs_queue.dead_letters.arn
}

output "principal" {
  description = "Whom the function acts as: the ARN of its role."
  value       = aws_iam_role.function.arn
}

output "log_destination" {
  description = "The function's log: the name of its log group."
  value       = aws_cloudwatch_log_group.function.name
}

output "dataset" {
  description = "What events write to: a location, or the name of a FiftyOne dataset."
  value       = local.dataset
}
