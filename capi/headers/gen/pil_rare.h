/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_PIL_RARE_H
#define PIL_GEN_PIL_RARE_H
#ifdef __cplusplus
extern "C" {
#endif
typedef struct pil_opaque_alias_ty alias_ty;
typedef struct pil_opaque_arg_ty arg_ty;
typedef struct pil_opaque_arguments_ty arguments_ty;
typedef struct pil_opaque_asdl_int_seq asdl_int_seq;
typedef struct pil_opaque_asdl_seq asdl_seq;
typedef struct pil_opaque_boolop_ty boolop_ty;
typedef struct pil_opaque_comprehension_ty comprehension_ty;
typedef struct pil_opaque_constant constant;
typedef struct pil_opaque_excepthandler_ty excepthandler_ty;
typedef struct pil_opaque_expr_context_ty expr_context_ty;
typedef struct pil_opaque_expr_ty expr_ty;
typedef struct pil_opaque_identifier identifier;
typedef struct pil_opaque_keyword_ty keyword_ty;
typedef struct pil_opaque_mod_ty mod_ty;
typedef struct pil_opaque_operator_ty operator_ty;
typedef struct pil_opaque_stmt_ty stmt_ty;
typedef struct pil_opaque_string string;
typedef struct pil_opaque_type_ignore_ty type_ignore_ty;
typedef struct pil_opaque_unaryop_ty unaryop_ty;
typedef struct pil_opaque_withitem_ty withitem_ty;
PyObject *PyAST_mod2obj(mod_ty);
mod_ty PyAST_obj2mod(PyObject *, PyArena *, int);
struct symtable *PySymtable_Build(mod_ty, const char *, PyFutureFeatures *);
struct symtable *PySymtable_BuildObject(mod_ty, PyObject *, PyFutureFeatures *);
stmt_ty _Py_AnnAssign(expr_ty, expr_ty, expr_ty, int, int, int, int, int, PyArena *);
stmt_ty _Py_Assert(expr_ty, expr_ty, int, int, int, int, PyArena *);
stmt_ty _Py_Assign(asdl_seq *, expr_ty, string, int, int, int, int, PyArena *);
stmt_ty _Py_AsyncFor(expr_ty, expr_ty, asdl_seq *, asdl_seq *, string, int, int, int, int, PyArena *);
stmt_ty _Py_AsyncFunctionDef(identifier, arguments_ty, asdl_seq *, asdl_seq *, expr_ty, string, int, int, int, int, PyArena *);
stmt_ty _Py_AsyncWith(asdl_seq *, asdl_seq *, string, int, int, int, int, PyArena *);
expr_ty _Py_Attribute(expr_ty, identifier, expr_context_ty, int, int, int, int, PyArena *);
stmt_ty _Py_AugAssign(expr_ty, operator_ty, expr_ty, int, int, int, int, PyArena *);
expr_ty _Py_Await(expr_ty, int, int, int, int, PyArena *);
expr_ty _Py_BinOp(expr_ty, operator_ty, expr_ty, int, int, int, int, PyArena *);
expr_ty _Py_BoolOp(boolop_ty, asdl_seq *, int, int, int, int, PyArena *);
stmt_ty _Py_Break(int, int, int, int, PyArena *);
expr_ty _Py_Call(expr_ty, asdl_seq *, asdl_seq *, int, int, int, int, PyArena *);
stmt_ty _Py_ClassDef(identifier, asdl_seq *, asdl_seq *, asdl_seq *, asdl_seq *, int, int, int, int, PyArena *);
expr_ty _Py_Compare(expr_ty, asdl_int_seq *, asdl_seq *, int, int, int, int, PyArena *);
expr_ty _Py_Constant(constant, string, int, int, int, int, PyArena *);
stmt_ty _Py_Continue(int, int, int, int, PyArena *);
stmt_ty _Py_Delete(asdl_seq *, int, int, int, int, PyArena *);
expr_ty _Py_Dict(asdl_seq *, asdl_seq *, int, int, int, int, PyArena *);
expr_ty _Py_DictComp(expr_ty, expr_ty, asdl_seq *, int, int, int, int, PyArena *);
excepthandler_ty _Py_ExceptHandler(expr_ty, identifier, asdl_seq *, int, int, int, int, PyArena *);
stmt_ty _Py_Expr(expr_ty, int, int, int, int, PyArena *);
mod_ty _Py_Expression(expr_ty, PyArena *);
stmt_ty _Py_For(expr_ty, expr_ty, asdl_seq *, asdl_seq *, string, int, int, int, int, PyArena *);
expr_ty _Py_FormattedValue(expr_ty, int, expr_ty, int, int, int, int, PyArena *);
stmt_ty _Py_FunctionDef(identifier, arguments_ty, asdl_seq *, asdl_seq *, expr_ty, string, int, int, int, int, PyArena *);
mod_ty _Py_FunctionType(asdl_seq *, expr_ty, PyArena *);
expr_ty _Py_GeneratorExp(expr_ty, asdl_seq *, int, int, int, int, PyArena *);
stmt_ty _Py_Global(asdl_seq *, int, int, int, int, PyArena *);
stmt_ty _Py_If(expr_ty, asdl_seq *, asdl_seq *, int, int, int, int, PyArena *);
expr_ty _Py_IfExp(expr_ty, expr_ty, expr_ty, int, int, int, int, PyArena *);
stmt_ty _Py_Import(asdl_seq *, int, int, int, int, PyArena *);
stmt_ty _Py_ImportFrom(identifier, asdl_seq *, int, int, int, int, int, PyArena *);
mod_ty _Py_Interactive(asdl_seq *, PyArena *);
expr_ty _Py_JoinedStr(asdl_seq *, int, int, int, int, PyArena *);
expr_ty _Py_Lambda(arguments_ty, expr_ty, int, int, int, int, PyArena *);
expr_ty _Py_List(asdl_seq *, expr_context_ty, int, int, int, int, PyArena *);
expr_ty _Py_ListComp(expr_ty, asdl_seq *, int, int, int, int, PyArena *);
mod_ty _Py_Module(asdl_seq *, asdl_seq *, PyArena *);
expr_ty _Py_Name(identifier, expr_context_ty, int, int, int, int, PyArena *);
expr_ty _Py_NamedExpr(expr_ty, expr_ty, int, int, int, int, PyArena *);
stmt_ty _Py_Nonlocal(asdl_seq *, int, int, int, int, PyArena *);
stmt_ty _Py_Pass(int, int, int, int, PyArena *);
stmt_ty _Py_Raise(expr_ty, expr_ty, int, int, int, int, PyArena *);
stmt_ty _Py_Return(expr_ty, int, int, int, int, PyArena *);
expr_ty _Py_Set(asdl_seq *, int, int, int, int, PyArena *);
expr_ty _Py_SetComp(expr_ty, asdl_seq *, int, int, int, int, PyArena *);
expr_ty _Py_Slice(expr_ty, expr_ty, expr_ty, int, int, int, int, PyArena *);
expr_ty _Py_Starred(expr_ty, expr_context_ty, int, int, int, int, PyArena *);
expr_ty _Py_Subscript(expr_ty, expr_ty, expr_context_ty, int, int, int, int, PyArena *);
stmt_ty _Py_Try(asdl_seq *, asdl_seq *, asdl_seq *, asdl_seq *, int, int, int, int, PyArena *);
expr_ty _Py_Tuple(asdl_seq *, expr_context_ty, int, int, int, int, PyArena *);
type_ignore_ty _Py_TypeIgnore(int, string, PyArena *);
expr_ty _Py_UnaryOp(unaryop_ty, expr_ty, int, int, int, int, PyArena *);
stmt_ty _Py_While(expr_ty, asdl_seq *, asdl_seq *, int, int, int, int, PyArena *);
stmt_ty _Py_With(asdl_seq *, asdl_seq *, string, int, int, int, int, PyArena *);
expr_ty _Py_Yield(expr_ty, int, int, int, int, PyArena *);
expr_ty _Py_YieldFrom(expr_ty, int, int, int, int, PyArena *);
alias_ty _Py_alias(identifier, identifier, PyArena *);
arg_ty _Py_arg(identifier, expr_ty, string, int, int, int, int, PyArena *);
arguments_ty _Py_arguments(asdl_seq *, asdl_seq *, arg_ty, asdl_seq *, asdl_seq *, arg_ty, asdl_seq *, PyArena *);
asdl_int_seq *_Py_asdl_int_seq_new(Py_ssize_t, PyArena *);
asdl_seq *_Py_asdl_seq_new(Py_ssize_t, PyArena *);
comprehension_ty _Py_comprehension(expr_ty, expr_ty, asdl_seq *, int, PyArena *);
keyword_ty _Py_keyword(identifier, expr_ty, int, int, int, int, PyArena *);
withitem_ty _Py_withitem(expr_ty, expr_ty, PyArena *);
#ifdef __cplusplus
}
#endif
#endif
