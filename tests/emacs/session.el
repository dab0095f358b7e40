;;; session.el --- What a person does in Emacs, one step after the other; what was seen is printed as JSON.  -*- lexical-binding: t -*-
;; The configuration under test has been loaded before (see test_emacs.py).

(require 'cl-lib)
(require 'json)
(require 'eglot)

(defvar seen nil)

(defun wait-for (what condition)
  (let ((until (+ (float-time) 60)))
    (while (not (funcall condition))
      (when (> (float-time) until)
        (princ (json-encode `((failed . ,what) (seen . ,seen))))
        (kill-emacs 1))
      (run-hooks 'post-command-hook) ; a batch session has no command loop to run it,
      (mapc #'timer-event-handler (copy-sequence timer-idle-list)) ; and is never idle
      (accept-process-output nil 0.05))))

(defun found ()
  "The findings here: code and underlined words."
  (mapcar (lambda (each)
            (cons (plist-get (cdr (assq 'eglot-lsp-diag (flymake-diagnostic-data each))) :code)
                  (buffer-substring-no-properties (flymake-diagnostic-beg each) (flymake-diagnostic-end each))))
          (flymake-diagnostics)))

(defun shows (code)
  (assoc code (found)))

(defun put-point-on (text)
  (goto-char (point-min))
  (search-forward text)
  (goto-char (match-beginning 0)))

(find-file "System_Requirements.md")
(wait-for "the server to be attached" #'eglot-current-server)
(wait-for "diagnostics" (lambda () (and (shows "AMB009") (shows "TRC002"))))
(push (cons 'diagnostics (found)) seen)

(put-point-on "SN-01")
(cl-letf (((symbol-function 'completing-read) (lambda (&rest _) "Link to SN-001"))
          (last-nonmenu-event ?a)) ; asked by keyboard, not by mouse
  (eglot-code-actions (point) (point) "quickfix" t))
(wait-for "the fix to take its finding away" (lambda () (and (shows "AMB009") (not (shows "TRC002")))))
(push (cons 'text (buffer-substring-no-properties (point-min) (point-max))) seen)

(put-point-on "SN-001")
(xref-find-definitions "LSP identifier at point.")
(push (cons 'definition (buffer-substring-no-properties (line-beginning-position) (line-end-position))) seen)

(set-buffer-modified-p nil)
(dolist (name '("needs.rst" "needs.sdoc" "needs.trlc")) ; what Emacs has a mode for without more packages
  (find-file name)
  (wait-for (concat "the server to be attached to " name) #'eglot-current-server)
  (push name (alist-get 'attached seen)))

(princ (json-encode seen))
(kill-emacs 0)
