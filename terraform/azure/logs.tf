resource "azurerm_log_analytics_workspace" "this" {
  name                          = "${var.name}-logs"
  resource_group_name           = var.resource_group_name
  location                      = var.location
  sku                           = "PerGB2018"
  retention_in_days             = var.log_retention_days
  local_authentication_disabled = true
  tags                          = local.tags
}

resource "azurerm_application_insights" "this" {
  name                          = "${var.name}-insights"
  resource_group_name           = var.resource_group_name
  location                      = var.location
  workspace_id                  = azurerm_log_analytics_workspace.this.id
  application_type              = "java"
  retention_in_days             = var.log_retention_days
  local_authentication_disabled = true
  tags                          = local.tags
}

# What is put into the queues and deleted from them, for the alarms. Reads are polls, and would cost more than all the rest.
resource "azurerm_monitor_diagnostic_setting" "queues" {
  name                       = "${var.name}-queues"
  target_resource_id         = "${azurerm_storage_account.data.id}/queueServices/default"
  log_analytics_workspace_id = azurerm_log_analytics_workspace.this.id

  enabled_log {
    category = "StorageWrite"
  }
  enabled_log {
    category = "StorageDelete"
  }
}
