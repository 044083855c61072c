# The same on AWS, Google Cloud and Azure.

output "function_id" {
  description = "The function app: its resource ID."
  value       = azurerm_function_app_flex_consumption.this.id
}

output "function_name" {
  description = "The function app's name."
  value       = azurerm_function_app_flex_consumption.this.name
}

output "http_url" {
  description = "Where HTTP calls go; null unless `enable_http`."
  value       = var.enable_http ? "https://${azurerm_function_app_flex_consumption.this.default_hostname}" : null
}

output "queue_id" {
  description = "The queue of events: its resource ID."
  value       = local.queue_scope
}

output "dead_letters_id" {
  description = "What could not be handled: the resource ID of the poison queue."
  value       = local.poison_scope
}

output "principal" {
  description = "Whom the function acts as: the object ID of its identity."
  value       = local.function_principal
}

output "log_destination" {
  description = "The function's log: a Log Analytics workspace."
  value       = azurerm_log_analytics_workspace.this.id
}

output "dataset" {
  description = "What events write to: a location, or the name of a FiftyOne dataset."
  value       = local.dataset
}

# ---- Only on Azure ----------------------------------------------------------------------------------------------------

output "deploy_command" {
  description = "Brings up the package."
  value       = "az functionapp deployment source config-zip --resource-group ${var.resource_group_name} --name ${azurerm_function_app_flex_consumption.this.name} --src ${var.artifact.path}"
}
