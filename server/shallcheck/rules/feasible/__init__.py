"""FEA: it can be built within physics, arithmetic and the budgets above it."""
