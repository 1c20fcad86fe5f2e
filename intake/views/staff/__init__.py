"""The pages of staff: queue, record, decision, safety alert, front desk, reopening."""
