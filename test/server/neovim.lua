-- Drives Neovim as a user does: opens a project's files, waits for what the server shows, profiles by command.
-- What it saw is written as JSON to the file that the environment names.
local seen = { messages = {}, errors = {} }
local show = vim.lsp.handlers['window/showMessage']
vim.lsp.handlers['window/showMessage'] = function(err, result, ...)
  table.insert(seen.messages, result.message)
  return show(err, result, ...)
end

local function wait(what, condition)
  if not vim.wait(45000, condition, 50) then table.insert(seen.errors, 'waited in vain for ' .. what) end
end

local ok, reason = pcall(function()
  vim.cmd('edit retarget.json')
  seen.filetype = vim.bo.filetype
  wait('diagnostics', function() return #vim.diagnostic.get(0) > 0 end)
  seen.diagnostics = vim.tbl_map(function(one)
    return { line = one.lnum + 1, message = one.message }
  end, vim.diagnostic.get(0))

  -- The third line names a target that nobody knows; inside its quotes, others are offered.
  vim.api.nvim_win_set_cursor(0, { 3, 4 })
  local answers = vim.lsp.buf_request_sync(0, 'textDocument/completion', vim.lsp.util.make_position_params(), 30000)
  seen.completions = {}
  for _, answer in pairs(answers or {}) do
    local items = answer.result and (answer.result.items or answer.result) or {}
    for _, item in ipairs(items) do table.insert(seen.completions, item.label) end
  end

  vim.api.nvim_buf_set_lines(0, 2, 3, false, { '    "x86-64-v3"' })
  vim.cmd('write')
  wait('diagnostics to go', function() return #vim.diagnostic.get(0) == 0 end)

  vim.cmd('RetargetProfile')
  wait('the result', function() return #seen.messages > 0 end)

  vim.fn.writefile({ 'int main(void) { return missing; }' }, 'main.c')
  vim.cmd('edit main.c')
  vim.cmd('RetargetProfile')
  wait('the compile error', function() return #vim.diagnostic.get(0) > 0 end)
  seen.compileErrors = vim.tbl_map(function(one) return one.message end, vim.diagnostic.get(0))
end)
if not ok then table.insert(seen.errors, tostring(reason)) end
vim.fn.writefile({ vim.fn.json_encode(seen) }, vim.env.RETARGET_SEEN)
vim.cmd('qall!')
