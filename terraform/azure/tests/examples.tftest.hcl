# The examples can be applied, with the outputs that README.md tells of.

mock_provider "azurerm" {
  mock_resource "azurerm_storage_account" {
    defaults = { id = "/subscriptions/s/resourceGroups/mediafn/providers/Microsoft.Storage/storageAccounts/mymedia" }
  }
  mock_resource "azurerm_monitor_action_group" {
    defaults = { id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights/actionGroups/traffic-alarms" }
  }
}

run "minimal" {
  module {
    source = "./examples/minimal"
  }
  variables {
    subscription_id = "00000000-0000-0000-0000-000000000001"
    media_account   = "mymedia"
    my_address      = "203.0.113.7"
  }
  assert {
    condition     = output.mediafn.http_url == null && strcontains(output.mediafn.deploy_command, "mediafn-azure-functions.zip") && output.media_container == "https://mymedia.blob.core.windows.net/media/"
    error_message = "the minimal example has other outputs"
  }
}

run "complete" {
  module {
    source = "./examples/complete"
  }
  variables {
    subscription_id     = "00000000-0000-0000-0000-000000000001"
    resource_group_name = "g"
    artifact            = "mediafn-azure-functions.zip"
    media_account_id    = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/media"
    archive_account_id  = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/archive"
    key                 = "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/vault/keys/mediafn"
    database_secret     = "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/vault/secrets/mongo"
    alarm_email         = "ops@example.com"
    application         = "0a1b2c3d-0000-0000-0000-000000000000"
    caller              = "0a1b2c3d-0000-0000-0000-000000000001"
    callers_network     = "203.0.113.0/24"
    deployers_network   = "198.51.100.7/32"
  }
  assert {
    condition     = output.mediafn.http_url != null && output.mediafn.dataset == "traffic"
    error_message = "the complete example has other outputs"
  }
}
