-- What a person does in Neovim, one step after the other; what was seen is printed as JSON.
-- The configuration under test has been run before (see test_neovim.py).
local seen = {}

local function wait_for(what, condition)
  if not vim.wait(60000, condition, 50) then
    io.stdout:write(vim.fn.json_encode({ failed = what, seen = seen }))
    vim.cmd('cquit 1')
  end
end

local function codes()
  local found = {}
  for _, each in ipairs(vim.diagnostic.get(0)) do
    local lines = vim.api.nvim_buf_get_lines(0, each.lnum, each.lnum + 1, false)
    found[each.code or each.user_data.lsp.code] = lines[1]:sub(each.col + 1, each.end_col)
  end
  return found
end

local function ask(method, parameters)
  local answers = vim.lsp.buf_request_sync(0, method, parameters, 30000)
  for _, answer in pairs(answers or {}) do
    if answer.result then return answer.result end
  end
end

local function put_cursor_on(text)
  vim.fn.cursor(1, 1)
  vim.fn.search(text)
end

vim.cmd('edit System_Requirements.md')
vim.bo.filetype = 'markdown'
wait_for('diagnostics', function() return codes()['AMB009'] and codes()['TRC002'] end)
seen.diagnostics = codes()

put_cursor_on('immediately')
seen.hover = ask('textDocument/hover', vim.lsp.util.make_position_params()).contents.value

put_cursor_on('SN-01')
local parameters = vim.lsp.util.make_range_params()
parameters.context = { diagnostics = {}, only = { 'quickfix' } }
for _, action in ipairs(ask('textDocument/codeAction', parameters)) do
  if action.title == 'Link to SN-001' then
    local client = vim.lsp.get_client_by_id(next(vim.lsp.buf_get_clients(0)))
    vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
  end
end
seen.text = vim.api.nvim_buf_get_lines(0, 0, -1, false)
wait_for('the fix to take its finding away', function() return codes()['AMB009'] and not codes()['TRC002'] end)

vim.cmd('Gate')
wait_for('what keeps the gate closed', function() return #vim.fn.getqflist() > 0 end)
seen.gate = vim.tbl_map(function(each) return each.text end, vim.fn.getqflist())

put_cursor_on('SN-001')
vim.lsp.buf.definition()
wait_for('the definition', function() return vim.fn.expand('%:t') == 'Stakeholder_Needs.md' end)
seen.definition = vim.api.nvim_get_current_line()

seen.attached = {}
for _, name in ipairs({ 'needs.rst', 'needs.adoc', 'needs.sdoc', 'needs.trlc', 'login.feature', 'needs.csv' }) do
  vim.cmd('edit! ' .. name)
  wait_for('the server to be attached to ' .. name, function() return #vim.lsp.get_active_clients({ bufnr = 0 }) > 0 end)
  table.insert(seen.attached, name)
end

io.stdout:write(vim.fn.json_encode(seen))
vim.cmd('quitall!')
